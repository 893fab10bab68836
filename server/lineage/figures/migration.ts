import { migrationDatasets } from '../../migration/facts.ts'
import { readEvents, readFlows, readWatchList } from '../../migration/read.ts'
import { regionContains } from '../../domain/region.ts'
import type { EvidenceRow } from '../../metrics/contract.ts'
import { databaseAsOf } from '../../warehouse/as-of.ts'
import type { FigureReader } from '../figure.ts'

interface Term {
  readonly title: string
  readonly definition: string
  readonly formula: string
}

const terms: Readonly<Record<string, Term>> = {
  inflow: { title: '迁入企业', definition: '登记住所由区外迁入本地区的企业', formula: '迁入计数' },
  outflow: { title: '迁出企业', definition: '登记住所由本地区迁往区外的企业', formula: '迁出计数' },
  net: { title: '净迁入企业', definition: '迁入与迁出之差', formula: '迁入 − 迁出' },
  within: {
    title: '区内迁移企业',
    definition: '登记住所在本地区之内跨下一级地区迁移的企业',
    formula: '区内迁移计数',
  },
}

/** More moves than this in a window are told as a count alone. */
const mostMoves = 20_000

/** 'migration:inflow': moves of registered addresses in a window of months. */
export const readMigrationFigure: FigureReader = async ({ platform }, [name = ''], scope) => {
  const term = Object.hasOwn(terms, name) ? terms[name] : undefined
  if (term === undefined) return null
  const at = databaseAsOf(platform, scope.asOf)
  const [flows, events] = await Promise.all([
    readFlows(at, scope),
    readEvents(at, { ...scope, limit: mostMoves, offset: 0 }),
  ])
  const direction = (move: (typeof events.items)[number]) => {
    const arrives = regionContains(scope.region, move.destination.code)
    return arrives && regionContains(scope.region, move.origin.code)
      ? 'within'
      : arrives
        ? 'inflow'
        : 'outflow'
  }
  const within = flows.flows
    .filter((flow) => flow.direction === 'within')
    .reduce((sum, { enterprises }) => sum + enterprises, 0)
  const values = { inflow: flows.inflow, outflow: flows.outflow, net: flows.inflow - flows.outflow, within }
  const records = events.items
    .filter((move) => direction(move) === name || (name === 'net' && direction(move) !== 'within'))
    .map((move): EvidenceRow => {
      const sign = name === 'net' && direction(move) === 'outflow' ? -1 : 1
      return {
        creditCode: move.creditCode,
        name: move.name,
        label: `${move.date} 由${move.origin.name}迁往${move.destination.name}`,
        value: sign,
        unit: '家',
        source: move.source,
      }
    })
  return {
    ...term,
    unit: '家',
    digits: 0,
    standard: '本平台口径：登记住所跨县（市、区）变更；区划调整不计',
    period: `${flows.from} 至 ${flows.to}`,
    value: values[name as keyof typeof values],
    inputs: [
      { name: 'inflow', title: '迁入', unit: '家', value: flows.inflow },
      { name: 'outflow', title: '迁出', unit: '家', value: flows.outflow },
      { name: 'within', title: '区内迁移', unit: '家', value: within },
    ],
    records,
    datasets: ['public/registration-change'],
  }
}

const watchTerms: Readonly<Record<string, Term>> = {
  listed: {
    title: '走访服务名单',
    definition: '得分达到名单线的存续企业；专家评分，不是概率',
    formula: '各信号得分相加，达到名单线的企业计数',
  },
  high: {
    title: '高风险企业',
    definition: '名单中得分达到走访线的企业；专家评分，不是概率',
    formula: '各信号得分相加，达到走访线的企业计数',
  },
}

const mostListed = 5_000

/** 'watch:listed': firms worth a visit, each with its score and the first signal it rests on. */
export const readWatchFigure: FigureReader = async ({ platform }, [name = ''], scope) => {
  const term = Object.hasOwn(watchTerms, name) ? watchTerms[name] : undefined
  if (term === undefined) return null
  const list = await readWatchList(databaseAsOf(platform, scope.asOf), {
    ...scope,
    limit: mostListed,
    offset: 0,
  })
  const items = name === 'high' ? list.items.filter(({ level }) => level === 'high') : list.items
  return {
    ...term,
    unit: '家',
    digits: 0,
    standard: '本平台口径',
    period: list.month,
    value: items.length,
    inputs: [{ name: 'total', title: '名单企业', unit: '家', value: list.total }],
    records: items.map((item): EvidenceRow => {
      const signal = item.signals.find(({ source }) => source !== null)
      return {
        creditCode: item.creditCode,
        name: item.name,
        label:
          signal === undefined
            ? item.points.map(({ title, points }) => `${title} ${points}`).join('，')
            : `${signal.date} ${signal.title}：${signal.detail}`,
        value: item.score,
        unit: '分',
        source: signal?.source ?? null,
      }
    }),
    datasets: migrationDatasets,
  }
}
