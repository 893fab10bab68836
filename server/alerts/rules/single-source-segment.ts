import { readChainStandards } from '../../chain/chain-standard.ts'
import { type Flow, readFlows } from '../../chain/flows.ts'
import { monthsBefore } from '../../chain/members.ts'
import { baseRegion } from '../../chain/segment-states.ts'
import type { ChainStandard } from '../../domain/chain.ts'
import type { AlertContext, AlertDraft, AlertRule } from '../contract.ts'
import { moneyText } from '../firm-profile.ts'
import { segmentPage } from '../links.ts'
import { lastDay } from '../../migration/signals.ts'
import { readPlaces } from '../../migration/places.ts'
import { findNewSingleSources, leastDemand, readLatestSales, type SingleSource } from '../single-source.ts'

/** Suppliers named in the evidence. */
const named = 4
/** A supplier without a sale for this long is taken to have stopped. */
const recentMonths = 3
/** Months that count as new: figures of several months may come at once. */
const newMonths = 3

export default {
  title: '环节变为单点供应',
  severity: 'high',
  definition: `省、市、县某一环节最近 ${newMonths} 个月内由强、中或弱变为单点供应（仅一家本地供应商，或最大一家占八成，或 HHI 不低于 0.25）并延续至今；本地近 12 个月需求不低于 ${leastDemand / 10_000} 万元。上级区域也变为单点的，只提示上级区域。`,
  datasets: ['enterprise/supply-transaction', 'public/registration-change'],
  action: ({ subject, region }, realm) => {
    const [chain = '', segment = ''] = subject.id.split('/')
    return {
      title: '查看替代供应商',
      href: segmentPage({ chain, segment, region: region ?? baseRegion, realm }),
    }
  },
  async check(context) {
    const { database, realm } = context
    const read = new Map<string, Promise<Flow[]>>()
    const flowsOf = (month: string) => {
      const flows = read.get(month) ?? readFlows(database, { realm, month })
      read.set(month, flows)
      return flows
    }
    const drafts: AlertDraft[] = []
    for (const chain of await readChainStandards())
      for (const found of await findNewSingleSources(database, chain, { ...context, newMonths, flowsOf }))
        drafts.push(await draftOf(context, chain, found))
    return drafts
  },
} satisfies AlertRule

async function draftOf(
  { database, month }: AlertContext,
  chain: ChainStandard,
  { segment, region, since, now, before, suppliers }: SingleSource,
): Promise<AlertDraft> {
  const title = chain.segments.find((item) => item.id === segment)?.title ?? segment
  const place = (await readPlaces(database)).name(region)
  const previous = monthsBefore(since, 1)
  const [largest] = suppliers
  const sales = await readLatestSales(
    database,
    { segment, region },
    month,
    suppliers.map((supplier) => supplier.party),
  )
  const recently = monthsBefore(month, recentMonths - 1)
  const selling = suppliers.filter(({ party }) => (sales.get(party)?.month ?? '') >= recently)
  const gone = suppliers.filter((supplier) => !selling.includes(supplier))
  const shown = [...selling.slice(0, named - Math.min(gone.length, named - 1)), ...gone].slice(0, named)
  const concentration =
    largest === undefined
      ? ''
      : `，最大一家${largest.name}占本地供应 ${percent(largest.share)}（${previous} 为 ${percent(largest.shareBefore)}）`
  return {
    key: `${chain.id}:${region}:${segment}:${since}`,
    title: `${place}“${title}”环节变为单点供应`,
    message:
      `${place}“${title}”环节自 ${since} 变为单点供应：近 12 个月有销售的本地供应商 ${suppliers.length} 家，最近 ${recentMonths} 个月仍供货 ${selling.length} 家${concentration}，` +
      `HHI ${index(now.hhi)}（${previous} 为 ${index(before.hhi)}）；本地需求 ${now.demand === null ? '—' : moneyText(now.demand)}。`,
    subject: { kind: 'segment', id: `${chain.id}/${segment}`, name: title },
    region,
    occurredOn: lastDay(since),
    evidence: [
      { label: `判定依据（${month}）`, value: now.reasons.join('；'), source: null },
      { label: `判定依据（${previous}）`, value: before.reasons.join('；'), source: null },
      ...shown.map((supplier) => {
        const latest = sales.get(supplier.party)
        return {
          label: supplier.name,
          value: `占本地供应 ${percent(supplier.share)}，${previous} 为 ${percent(supplier.shareBefore)}${latest === undefined ? '' : `；最近一笔 ${latest.month}`}`,
          source: latest?.source ?? null,
        }
      }),
    ],
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function index(value: number | null): string {
  return value === null ? '—' : value.toFixed(2)
}
