import { MoneyDto } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { type StopPlace } from '../../repositories/collectors/arrears.repository';
import { type CollectorPatch } from '../../repositories/collectors/collector.repository';
import { type CollectorPayment } from '../../repositories/collectors/collector-payment.repository';
import { type ArrearsView } from '../../services/collectors/arrears.service';
import { type CollectCommand } from '../../services/collectors/collect-payment.service';
import { type CollectorView } from '../../services/collectors/collectors.service';
import { type ArrearsStopDto, type SaveStopDto, type StopDto } from './dto/arrears.dto';
import { type CollectionDto, type CollectPaymentDto } from './dto/collection.dto';
import { type CollectorDto, type UpdateCollectorDto } from './dto/collector.dto';

const E6 = 1_000_000;
const toE6 = (degrees: number): number => Math.round(degrees * E6);
const fromE6 = (value: number | null): number | null => (value === null ? null : value / E6);

/** A collector with what he holds. */
export function presentCollector(view: CollectorView): CollectorDto {
  const { hand, currency, limitAmount, overLimit, tooOld } = view;
  return {
    ...idsOf(view),
    limit: limitAmount === null ? null : MoneyDto.from(limitAmount, currency),
    cashInHand: {
      amount: MoneyDto.from(hand.inHand, currency),
      shortage: MoneyDto.from(hand.shortage, currency),
      ...{ payments: hand.payments, oldestAt: hand.oldestAt, overLimit, tooOld },
    },
  };
}

function idsOf(collector: Collector): Omit<CollectorDto, 'limit' | 'cashInHand'> {
  const { id, siteId, userId, name, code, cashAccount, active, acceptsPartial } = collector;
  const { overLimitPolicy, maxAgeDays, commissionBp, version } = collector;
  return {
    ...{ id, siteId, userId, name, code, cashAccount, active, acceptsPartial },
    ...{ overLimitPolicy, maxAgeDays, commissionBp, version },
  };
}

/** The settings of a validated request. */
export function toPatch({ limit, ...rest }: Omit<UpdateCollectorDto, 'version'>): CollectorPatch {
  const given = Object.fromEntries(
    Object.entries(rest).filter(([, value]: [string, unknown]) => value !== undefined),
  ) as CollectorPatch;
  return limit === undefined
    ? given
    : { ...given, limitAmount: limit === null ? null : MoneyDto.toMoney(limit).amount };
}

/** Somebody who owes. */
export function presentStop({ id: customerId, currency, ...stop }: ArrearsView): ArrearsStopDto {
  const { code, name, phone, address, areaId, areaName, routeNo, oldestDueOn, promisedUntil, isolated } = stop;
  const [latitude, longitude] = [fromE6(stop.latitudeE6), fromE6(stop.longitudeE6)];
  return {
    ...{ customerId, code, name, phone, address, areaId, areaName, routeNo, latitude, longitude },
    ...{ oldestDueOn, promisedUntil, isolated },
    mapUrl: mapUrl(latitude, longitude, address),
    whatsappUrl: phone === null ? null : `https://wa.me/${phone.replace(/\D/g, '')}`,
    due: MoneyDto.from(stop.due, currency),
    invoices: stop.invoices.map((invoice) => ({
      ...{ id: invoice.id, number: invoice.number, dueOn: invoice.dueOn },
      total: MoneyDto.from(invoice.total, invoice.currency),
      remaining: MoneyDto.from(invoice.remaining, invoice.currency),
    })),
  };
}

function mapUrl(latitude: number | null, longitude: number | null, address: string): string | null {
  const query = latitude !== null && longitude !== null ? `${latitude},${longitude}` : address.trim();
  return query === '' ? null : `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(query)}`;
}

/** Where a customer is found, of a validated request. */
export function toPlace(
  customerId: string,
  { latitude, longitude, routeNo }: SaveStopDto,
): Partial<StopPlace> & { customerId: string } {
  return {
    customerId,
    ...(latitude === undefined || longitude === undefined
      ? {}
      : { latitudeE6: toE6(latitude), longitudeE6: toE6(longitude) }),
    ...(routeNo === undefined ? {} : { routeNo }),
  };
}

export const presentPlace = ({ customerId, latitudeE6, longitudeE6, routeNo }: StopPlace): StopDto => ({
  ...{ customerId, latitude: fromE6(latitudeE6), longitude: fromE6(longitudeE6), routeNo },
});

/** The command of a validated form. */
export function toCollect({
  amount,
  collectedAt,
  sentAt,
  latitude,
  longitude,
  ...rest
}: CollectPaymentDto): CollectCommand {
  return {
    ...rest,
    amount: MoneyDto.toMoney(amount),
    ...(collectedAt === undefined ? {} : { collectedAt: new Date(collectedAt) }),
    ...(sentAt === undefined ? {} : { sentAt: new Date(sentAt) }),
    ...(latitude === undefined || longitude === undefined
      ? {}
      : { latitudeE6: toE6(latitude), longitudeE6: toE6(longitude) }),
  };
}

/** What a collector took. */
export function presentCollection({ id: paymentId, currency, net, amount, ...row }: CollectorPayment): CollectionDto {
  const { collectorId, clientId, customerId, customerCode, customerName, receiptNumber, method, collectedAt } = row;
  const { recordedAt, inHand, flags, reviewedAt, reviewedBy, remittanceId } = row;
  return {
    ...{ paymentId, collectorId, clientId, customerId, customerCode, customerName, receiptNumber, method, collectedAt },
    ...{ recordedAt, inHand, flags, reviewedAt, reviewedBy, remittanceId },
    ...{ latitude: fromE6(row.latitudeE6), longitude: fromE6(row.longitudeE6) },
    amount: MoneyDto.from(amount, currency),
    remaining: MoneyDto.from(net, currency),
  };
}
