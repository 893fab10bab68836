import type { Delivery, SourceRecord } from '../../connectors/contract.ts'
import { deliveredAt, MONTH_COUNT, MONTHS, monthText } from './months.ts'

/** Stated wherever the source of a demonstration record is shown. */
export const demonstrationPublisher = '产业大脑演示数据生成器'
export const demonstrationLicence = '演示数据，虚构，可随本项目使用'

/** One delivery of records as they stood at the end of a month; −1 = before the series. */
export function monthlyDelivery(
  title: string,
  month: number,
  records: () => Iterable<SourceRecord>,
): Delivery {
  return {
    name: `演示数据/${title}/${monthText(month)}`,
    format: 'records',
    effectiveAt: deliveredAt(month),
    content: { records },
  }
}

/** Months [from, until) in one delivery, effective at the end of the last of them. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** The series in three deliveries of twelve months. */
export function yearlyDeliveries(
  title: string,
  records: (span: Span) => Iterable<SourceRecord>,
): readonly Delivery[] {
  const deliveries: Delivery[] = []
  for (let from = 0; from < MONTH_COUNT; from += 12) {
    const span = { from, until: from + 12 }
    deliveries.push({
      name: `演示数据/${title}/${MONTHS[from]}至${MONTHS[span.until - 1]}`,
      format: 'records',
      effectiveAt: deliveredAt(span.until - 1),
      content: { records: () => records(span) },
    })
  }
  return deliveries
}

/** Dated records in the same three deliveries. @param date names the column with the day. */
export function datedDeliveries(
  title: string,
  records: readonly SourceRecord[],
  date: string,
): readonly Delivery[] {
  return yearlyDeliveries(title, ({ from, until }) => {
    const months = new Set(MONTHS.slice(from, until))
    return records.filter((record) => months.has((record[date] ?? '').slice(0, 7)))
  })
}
