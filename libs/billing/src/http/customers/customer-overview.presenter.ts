import { type CustomerTimelineItem } from '../../repositories/customers/customer-timeline.repository';
import { presentTimelineItem } from '../subscriptions/subscription.presenter';
import { type CustomerTimelineItemDto } from './dto/customer-overview.dto';

export const presentCustomerTimelineItem = (item: CustomerTimelineItem): CustomerTimelineItemDto =>
  Object.assign(presentTimelineItem(item), { subscriptionId: item.subscriptionId });
