import { type GroupStatus } from '../group-status.service';
import { type RouterGroup } from '../router-group';
import { type RouterGroupStatusDto } from './dto/group-status.dto';
import { type RouterGroupDto } from './dto/router-group.dto';

export const presentGroup = (group: RouterGroup): RouterGroupDto => ({ ...group });

export function presentGroupStatus({ group, members, failovers, history }: GroupStatus): RouterGroupStatusDto {
  return {
    groupId: group.id,
    members: members.map(({ homes, ...member }) => ({ ...member, subscribers: homes })),
    failovers: failovers.map(({ startedAt, ...failover }) => ({ ...failover, since: startedAt })),
    history: history.map(({ id, routerId, trigger, startedAt, endedAt, endTrigger }) => ({
      ...{ id, routerId, trigger, startedAt, endedAt, endTrigger },
    })),
  };
}
