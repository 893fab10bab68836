import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import type { TargetBacktestDetail } from '../warehouse/schema/attraction.ts'
import { pointKinds } from './weights.ts'

/** Fewer investments than this tell nothing, whatever the rates. */
const leastInvestments = 20

/** 评分口径 and the backtest of a chain; the backtest is null where none could be made. */
export async function readScoring(database: Database, chain: string) {
  const { rows } = await sql<{ detail: TargetBacktestDetail; computed_at: Date }>`
    select detail, computed_at from brain.target_backtest
    where chain = ${chain} and realm = 'demonstration'`.execute(database.kysely)
  const [found] = rows
  return {
    points: Object.entries(pointKinds).map(([kind, item]) => ({ kind, ...item })),
    backtest:
      found === undefined
        ? null
        : {
            realm: 'demonstration' as const,
            ...found.detail,
            computedAt: found.computed_at.toISOString(),
            definition: definitionOf(found.detail),
            caveats: caveatsOf(found.detail),
          },
  }
}

function definitionOf({ cuts, horizon }: TargetBacktestDetail): string {
  return (
    `在 ${cuts.join('、')} 各月末，只用当时已有的数据为每个县排名；其后 ${horizon} 个月内本链企业到该县（不含本县企业）的新投资，` +
    '投资方在该县名单前 k 名为命中。命中率 = 命中的投资 ÷ 全部投资。对照：同一名单只按营业收入排。'
  )
}

function caveatsOf({ investments, listed, difference }: TargetBacktestDetail): string[] {
  const decided = difference.some(({ interval: [low, high] }) => low > 0 || high < 0)
  return [
    '合成数据：企业和投资均为虚构，只检验方法能否运行，不代表真实招商命中率',
    ...(investments < leastInvestments
      ? [`只有 ${investments} 笔投资，样本太少，不作判断`]
      : decided
        ? []
        : ['各 k 的差值区间都含 0：不能说评分优于只看规模']),
    ...(listed < investments
      ? [`${investments - listed} 笔的投资方不在该县任何短板环节，名单不可能列出，仍计为未命中`]
      : []),
    '演示数据的投资方都是省内企业，回测名单因此包括省内其他地区的企业',
    '企业的环节归类按现在的经营范围，未还原到当时',
    '实际数据不作回测：没有带日期的对外投资记录；以字号匹配子公司的办法试过，命中的绝大多数是同名的无关企业',
  ]
}
