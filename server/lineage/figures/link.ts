import { sql } from 'kysely'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { latestMonth } from '../../chain/realms.ts'
import { readVerdicts } from '../../chain/verdicts.ts'
import { databaseAsOf, throughViews } from '../../warehouse/as-of.ts'
import type { FigureReader } from '../figure.ts'
import { boughtIn, tradeDatasets, tradeRecords } from './trade-records.ts'

/** 'link:rubber-tyre/carbon-black/semi-steel-radial': trade along a link of the chain. */
export const readLinkFigure: FigureReader = async (
  { platform },
  [chainId = '', supplier = '', buyer = ''],
  scope,
) => {
  const chain = (await readChainStandards()).find((item) => item.id === chainId)
  const link = chain?.links.find((one) => one.from === supplier && one.to === buyer)
  if (chain === undefined || link === undefined) return null
  const title = (id: string) => chain.segments.find((segment) => segment.id === id)?.title ?? id
  const { month, trade } = await readVerdicts(databaseAsOf(platform, scope.asOf), chain, scope)
  const amount = trade.get(`${supplier}>${buyer}`) ?? null
  return {
    title: `${title(supplier)} → ${title(buyer)}：采购额`,
    unit: '万元',
    digits: 1,
    definition: '近 12 个月本地区列入采购环节的企业采购供给环节产品的金额；一家企业列入几个采购环节的，均分',
    formula: 'Σ 交易额 ÷ 买方所列、由该供给环节供应的环节数',
    standard: `本平台口径；供需关系依据${chain.sources.find(({ id }) => id === link.source)?.title ?? link.source}`,
    period: `截至 ${month} 的 12 个月`,
    value: amount === null ? null : amount / 1e4,
    inputs: [],
    asCaller: true,
    records: tradeRecords(
      { realm: scope.realm, month },
      sql`trade.segment = ${supplier} and ${boughtIn(scope.region)} and exists (
        select from brain.enterprise_segment member
        where member.chain = ${chain.id} and member.segment = ${buyer}
          and member.credit_code = trade.buyer_credit_code)`,
    ),
    datasets: tradeDatasets,
  }
}

/** 'trade:<supplier>/<buyer>': what one firm sold another; a party without a code is 'EXT:<name>'. */
export const readTradeFigure: FigureReader = async (
  { platform, database },
  [supplier = '', ...rest],
  scope,
) => {
  const buyer = rest.join('/')
  if (supplier === '' || buyer === '') return null
  const month = await latestMonth(platform, scope.realm)
  const ofParties = sql`
    coalesce(trade.supplier_credit_code, 'EXT:' || trade.supplier_name) = ${supplier}
    and coalesce(trade.buyer_credit_code, 'EXT:' || trade.buyer_name) = ${buyer}`
  const window = { realm: scope.realm, month }
  const { rows } = await sql<{ value: number | null; records: number; supplier: string; buyer: string }>`
    select sum(record.value) as value, count(*)::int as records
    from (${tradeRecords(window, ofParties)}) record`.execute(
    databaseAsOf(throughViews(database), scope.asOf).kysely,
  )
  const [sum] = rows
  if (sum === undefined || sum.records === 0) return null
  return {
    title: '供需关系：交易额',
    unit: '万元',
    digits: 1,
    definition: '近 12 个月供方售予买方的金额，各环节合计',
    formula: 'Σ 两家企业之间的交易额',
    standard: '本平台口径',
    period: `截至 ${month} 的 12 个月`,
    value: sum.value,
    inputs: [{ name: 'transactions', title: '交易', unit: '笔', value: sum.records }],
    // Who trades with whom is read as the caller: it sees a trade when one of the parties is within its reach.
    asCaller: true,
    records: tradeRecords(window, ofParties),
    datasets: tradeDatasets,
  }
}

/** 'sales:rubber-tyre/carbon-black/<credit code>': what a firm sold of a segment, wherever to. */
export const readSalesFigure: FigureReader = async (
  { platform, database },
  [chainId = '', id = '', code = ''],
  scope,
) => {
  const chain = (await readChainStandards()).find((item) => item.id === chainId)
  const segment = chain?.segments.find((item) => item.id === id)
  if (segment === undefined || code === '') return null
  const latest = await latestMonth(platform, scope.realm)
  const asked = scope.asOf?.slice(0, 7) ?? latest
  const window = { realm: scope.realm, month: asked < latest ? asked : latest }
  const ofFirm = sql`trade.segment = ${id} and trade.supplier_credit_code = ${code}`
  const reader = databaseAsOf(throughViews(database), scope.asOf)
  const { rows } = await sql<{ value: number | null; records: number }>`
    select sum(record.value) as value, count(*)::int as records
    from (${tradeRecords(window, ofFirm)}) record`.execute(reader.kysely)
  const [sum] = rows
  return {
    title: `${segment.title}：企业销售额`,
    unit: '万元',
    digits: 1,
    definition: '近 12 个月该企业售出本环节产品的金额，不论买方在何处',
    formula: 'Σ 供方为该企业的交易额',
    standard: '本平台口径',
    period: `截至 ${window.month} 的 12 个月`,
    value: sum === undefined || sum.records === 0 ? null : sum.value,
    inputs: [{ name: 'transactions', title: '交易', unit: '笔', value: sum?.records ?? 0 }],
    asCaller: true,
    records: tradeRecords(window, ofFirm),
    datasets: tradeDatasets,
  }
}
