import { type Static, Type } from 'typebox'
import { type FirmSignals, type PeerChange, scoreMigration } from '../migration/score.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const date = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: `${description}，YYYY-MM-DD` })
const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, description })
const county = Type.String({ pattern: '^\\d{6}$', description: '所在区县代码，GB/T 2260，6 位' })
const distance = Type.Union([Type.Literal('county'), Type.Literal('city'), Type.Literal('province')], {
  description: '与企业住所相比：county 同市跨县，city 同省跨市，province 跨省',
})
const share = (description: string) => Type.Number({ exclusiveMinimum: -1, description })

const peerChange = (title: string, unit: string) =>
  Type.Object(
    {
      date: date('最近 3 个月的最后一天'),
      before: Type.Number({ exclusiveMinimum: 0, description: `半年前 3 个月的月均${title}，${unit}` }),
      after: Type.Number({ minimum: 0, description: `最近 3 个月的月均${title}，${unit}` }),
      peers: share('同行中位企业的变化，比例：−0.2 为下降 20 %'),
      firms: Type.Optional(
        Type.Integer({ minimum: 12, description: '同行企业数，不少于 12 家才能判断；默认 12' }),
      ),
    },
    { description: `${title}与同行相比的变化` },
  )

const input = Type.Object({
  investments: Type.Optional(
    Type.Array(
      Type.Object({
        date: date('设立或投资日期'),
        target: text('被投资企业名称'),
        county,
        place: text('所在地名称'),
        distance,
        ratio: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: '持股比例，%' })),
      }),
      { maxItems: 1000, description: '近 14 个月在外县的投资设企（早期信号）' },
    ),
  ),
  tenders: Type.Optional(
    Type.Array(
      Type.Object({
        date: date('中标日期'),
        project: text('项目名称'),
        county,
        place: text('所在地名称'),
        distance,
      }),
      { maxItems: 1000, description: '近 14 个月在外县的中标（早期信号）' },
    ),
  ),
  electricity: Type.Optional(peerChange('用电量', '千瓦时')),
  headcount: Type.Optional(peerChange('参保人数', '人')),
  filings: Type.Optional(
    Type.Array(
      Type.Object({
        date: date('变更日期'),
        item: text('变更事项，如法定代表人、股东、住所'),
        detail: text('变更内容'),
      }),
      { maxItems: 1000, description: '登记变更（晚期信号）：只列出，永不计分' },
    ),
  ),
})

type Input = Static<typeof input>

const sample: Input = {
  investments: [
    {
      date: '2026-05-12',
      target: '示例精密机械（甲地）有限公司',
      county: '320500',
      place: '江苏省苏州市',
      distance: 'province',
      ratio: 80,
    },
  ],
  tenders: [
    {
      date: '2026-06-20',
      project: '示例厂房一期',
      county: '320506',
      place: '江苏省苏州市吴中区',
      distance: 'province',
    },
  ],
  electricity: { date: '2026-08-31', before: 120_000, after: 84_000, peers: -0.02, firms: 26 },
  filings: [{ date: '2026-07-03', item: '法定代表人', detail: '示例：由甲变更为乙' }],
}

export default capability({
  title: '企业迁移评分',
  kind: 'mechanism',
  summary:
    '由一家企业的早期、中期信号得出走访服务的先后，逐项说明得分。分数是专家评分卡，不是概率；晚期信号是迁移本身的一部分，只列出、不计分。',
  method:
    '平台专家评分卡，分值先于结果写定，满分 100（本平台口径）：跨县、跨市、跨省投资 10、20、25 分，控股 5，中标 3 或 10，用电、参保相对同行下降 10 或 20，异地增而本地减 20',
  version: '1.0.0',
  licence: '平台自有',
  input,
  output: Type.Object({
    total: Type.Number({ description: '总分，0 至 100，等于各项之和' }),
    level: Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')], {
      description: 'high：60 分及以上，建议走访；medium：35 分及以上，关注；low：其余',
    }),
    points: Type.Array(
      Type.Object({
        signal: Type.String({ description: '信号' }),
        title: Type.String({ description: '信号名称' }),
        points: Type.Number({ description: '得分' }),
        detail: Type.String({ description: '得分的依据' }),
      }),
      { description: '逐项得分' },
    ),
    signals: Type.Array(
      Type.Object({
        date: Type.String({ description: '日期，YYYY-MM-DD' }),
        stage: Type.Union([Type.Literal('early'), Type.Literal('middle'), Type.Literal('late')], {
          description: '早期、中期、晚期；晚期不计分',
        }),
        title: Type.String({ description: '信号名称' }),
        detail: Type.String({ description: '内容' }),
      }),
      { description: '各信号，新的在前' },
    ),
  }),
  sample,
  cases: [
    {
      title: '跨省控股投资、投资地中标、用电相对同行下降',
      source: '平台公布的分值表，手算：25 + 5 + 10 + 20 + 20',
      basis: 'published',
      input: sample,
      checks: [
        { title: '总分', published: 80, digits: 0, read: ({ total }) => total },
        { title: '级别', published: 'high', read: ({ level }) => level },
      ],
    },
    {
      title: '只有晚期信号',
      source: '平台公布的分值表：法定代表人、股东、住所变更不计分',
      basis: 'published',
      input: { filings: [{ date: '2026-07-03', item: '住所', detail: '示例：由甲地变更为乙地' }] },
      checks: [
        { title: '总分', published: 0, digits: 0, read: ({ total }) => total },
        { title: '列出的晚期信号', published: 1, digits: 0, read: ({ signals }) => signals.length },
      ],
    },
  ],
  run(given) {
    const { score, level, points, signals } = scoreMigration(readSignals(given))
    return {
      total: score,
      level,
      points: [...points],
      signals: signals.map(({ date: on, stage, title, detail }) => ({ date: on, stage, title, detail })),
    }
  },
})

function readSignals({
  investments = [],
  tenders = [],
  electricity,
  headcount,
  filings = [],
}: Input): FirmSignals {
  for (const { date: on } of [...investments, ...tenders, ...filings]) checkDate(on)
  return {
    investments: investments.map((one) => ({ ...one, ratio: one.ratio ?? null, source: null })),
    tenders: tenders.map((one) => ({ ...one, source: null })),
    electricity: readChange(electricity),
    headcount: readChange(headcount),
    filings: filings.map((one) => ({ ...one, source: null })),
  }
}

function readChange(change: Input['electricity']): PeerChange | null {
  if (change === undefined) return null
  checkDate(change.date)
  const { before, after, peers, firms = 12 } = change
  const own = after / before - 1
  return { date: change.date, own, peers, relative: (1 + own) / (1 + peers) - 1, before, after, firms }
}

function checkDate(on: string): void {
  const time = new Date(`${on}T00:00:00Z`)
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(on))
    throw new InvalidInput(`日期“${on}”不存在，请按 YYYY-MM-DD 给出，如 2026-08-31`)
}
