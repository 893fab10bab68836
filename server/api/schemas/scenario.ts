import { Type, type Static } from 'typebox'
import { Code, CreditCode, Identifier, List, Nullable, Realm, RegionRef } from './shared.ts'

const closed = { additionalProperties: false }
export const Name = Type.String({ minLength: 1, maxLength: 60 })
/** 元; 0–1 */
const Yuan = Type.Number()
const Share = Type.Number()

export const Production = Type.Union(
  [Type.Literal('linear'), Type.Literal('mixed'), Type.Literal('leontief')],
  {
    description: '生产函数：线性（投入可相互替代）、混合（必需投入不可替代）、列昂惕夫（任一投入都不可替代）',
  },
)
export type Production = Static<typeof Production>

/** 停产推演: who stops, how far, how long, and by which model it is computed. */
export const ScenarioRequest = Type.Object(
  {
    region: Type.Optional(Code),
    realm: Type.Optional(Realm),
    /** The chain whose segments sort the firms; absent = the one with the most segments. */
    chain: Type.Optional(Name),
    /** What stops is the union of the lists; at least one entry in all. */
    off: Type.Object(
      {
        firms: Type.Optional(
          Type.Array(CreditCode, { maxItems: 200, description: '企业：统一社会信用代码' }),
        ),
        segments: Type.Optional(
          Type.Array(Name, { maxItems: 20, description: '环节：本地区以它为主营环节的全部企业' }),
        ),
        counties: Type.Optional(
          Type.Array(Code, { maxItems: 60, description: '县级或市级区划代码：其中的全部企业' }),
        ),
        suppliers: Type.Optional(
          Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
            maxItems: 100,
            description: '域外供应方：options 中的 party',
          }),
        ),
        countries: Type.Optional(
          Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
            maxItems: 30,
            description: '境外来源：ISO 3166-1 二位国家（地区）代码，其全部供应方',
          }),
        ),
      },
      closed,
    ),
    remaining: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, default: 0, description: '停产者剩余产出的份额，0 = 全停' }),
    ),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 30, description: '停产持续天数' })),
    production: Type.Optional(Production),
    replaceability: Type.Optional(
      Type.Boolean({ default: true, description: '计入同环节其他供应方可替代的部分' }),
    ),
    /** 假设, not data: days of stock that buyers hold of an input, by the segment that supplies it. */
    stockDays: Type.Optional(
      Type.Array(Type.Object({ segment: Name, days: Type.Number({ minimum: 0, maximum: 365 }) }, closed), {
        maxItems: 100,
        description: '假设：采购方对各供应环节投入品的库存天数',
      }),
    ),
  },
  closed,
)
export type ScenarioRequest = Static<typeof ScenarioRequest>

/** A party of the network as a scenario shows it; `node` is brain.network_node.node. */
export const ScenarioParty = Type.Object({
  node: Type.Integer(),
  name: Type.String(),
  /** null = known by name only. */
  creditCode: Nullable(Type.String()),
  /** Main selling segment, or the first the firm stands in; null = unknown. */
  segment: Nullable(Type.String()),
  segmentTitle: Nullable(Type.String()),
  region: Nullable(RegionRef),
  /** ISO 3166-1 alpha-2 of a party abroad. */
  country: Nullable(Type.String()),
  /** 元, sales of the window of 12 months seen in the network */
  sales: Yuan,
})
export type ScenarioParty = Static<typeof ScenarioParty>

const AffectedFirm = Type.Object({
  ...ScenarioParty.properties,
  /** Share of output lost, 0–1. */
  loss: Share,
  /** 元 over the duration */
  lost: Yuan,
  /** Round in which the loss first reached 0.1 %. */
  firstRound: Type.Integer(),
  switchedOff: Type.Boolean(),
  /** Days until the missing essential inputs run out, by the stock days assumed; null = no stock is known. */
  surviveDays: Nullable(Type.Number()),
})
export type AffectedFirm = Static<typeof AffectedFirm>

const Loss = {
  /** Firms in the region, and those of them that lose at least 0.1 % of output. */
  firms: Type.Integer(),
  affected: Type.Integer(),
  /** 元 a year */
  sales: Yuan,
  /** 元 over the duration */
  lost: Yuan,
  /** Loss ÷ output, 0–1 */
  share: Share,
}

export const ScenarioRound = Type.Object({
  /** 0 = the shock itself. */
  round: Type.Integer(),
  /** Nodes whose loss reached 0.1 % in this round, shown or not. */
  newlyAffected: Type.Integer(),
  /** [node, loss so far] of shown nodes whose loss grew by at least 0.1 % since it was last given; draw them over what stands. */
  losses: Type.Array(Type.Tuple([Type.Integer(), Share])),
  /** 元 over the duration, region's firms, after this round */
  lost: Yuan,
})
export type ScenarioRound = Static<typeof ScenarioRound>

export const Assumption = Type.Object({
  id: Type.String(),
  title: Type.String(),
  text: Type.String(),
  /** 数据的限制, 模型的设定, 使用者的假设 */
  kind: Type.Union([Type.Literal('data'), Type.Literal('model'), Type.Literal('given')]),
})
export type Assumption = Static<typeof Assumption>

export const ScenarioResult = Type.Object({
  region: RegionRef,
  realm: Realm,
  chain: Type.Object({ id: Type.String(), title: Type.String() }),
  /** First and last month of the trade the network is made of; `asOf` is the last. */
  asOf: Type.String(),
  window: Type.Object({ from: Type.String(), to: Type.String() }),
  /** Of the picture GET /api/chains/:id/network: node numbers hold while it is the same. */
  networkVersion: Type.String(),
  network: Type.Object({ nodes: Type.Integer(), edges: Type.Integer(), sales: Yuan }),
  parameters: Type.Object({
    production: Production,
    replaceability: Type.Boolean(),
    remaining: Share,
    days: Type.Integer(),
    tolerance: Type.Number(),
  }),
  /** One line: what stops, how far, how long. */
  title: Type.String(),
  /** The conclusion in a sentence. */
  sentence: Type.String(),
  /** Who was switched off: the largest 200 by sales, of `offTotal`. */
  off: Type.Array(ScenarioParty),
  offTotal: Type.Integer(),
  /** Output of the region's firms; `direct` is lost by those switched off, `ripple` by the others. */
  output: Type.Object({ ...Loss, direct: Yuan, ripple: Yuan, lostPerDay: Yuan }),
  /** Firms of the network beyond the region (inside China or abroad), in total only. */
  beyond: Type.Object(Loss),
  /** 元 over the duration after the assumed stock has been used up; null = no stock days given. */
  lostAfterStock: Nullable(Yuan),
  rounds: Type.Array(ScenarioRound),
  converged: Type.Boolean(),
  /** Most lost first. */
  segments: Type.Array(Type.Object({ id: Nullable(Type.String()), title: Type.String(), ...Loss })),
  counties: Type.Array(Type.Object({ region: RegionRef, ...Loss })),
  /** Firms of the region left with less than half of their output, most lost first; the first 200 of `belowHalfTotal`. */
  belowHalf: Type.Array(AffectedFirm),
  belowHalfTotal: Type.Integer(),
  timeToSurvive: Type.Object({
    /** 'none': no stock data and none assumed, so surviveDays is null throughout. */
    basis: Type.Union([Type.Literal('none'), Type.Literal('assumed')]),
    /** Shortest of all affected firms, days. */
    shortest: Nullable(Type.Number()),
    /** Who could supply the data that is missing. */
    note: Type.String(),
  }),
  /** For each segment switched off: who could stand in. */
  substitutes: Type.Array(
    Type.Object({
      segment: Type.String(),
      title: Type.String(),
      /** 元 a year that has to be replaced */
      sales: Yuan,
      firms: Type.Array(
        Type.Object({
          creditCode: Type.String(),
          name: Type.String(),
          region: Nullable(RegionRef),
          /** 0–1, confidence that the firm makes it. */
          match: Type.Number(),
          reason: Type.String(),
        }),
      ),
    }),
  ),
  assumptions: Type.Array(Assumption),
  computedAt: Type.String(),
  /** Time of the propagation and of the whole answer, ms. */
  milliseconds: Type.Object({ cascade: Type.Number(), total: Type.Number() }),
})
export type ScenarioResult = Static<typeof ScenarioResult>

export const ScenarioScope = Type.Object({
  region: Type.Optional(Code),
  realm: Type.Optional(Realm),
  chain: Type.Optional(Name),
})

/** What can be chosen in the region: for the selectors of the page. */
export const ScenarioOptions = Type.Object({
  region: RegionRef,
  realm: Realm,
  chain: Type.Object({ id: Type.String(), title: Type.String() }),
  /** false = no supply transaction of this realm: nothing can be computed, `missing` says who could supply them. */
  available: Type.Boolean(),
  missing: Nullable(Type.String()),
  asOf: Nullable(Type.String()),
  networkVersion: Type.String(),
  segments: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      stage: Type.String(),
      firms: Type.Integer(),
      sales: Yuan,
    }),
  ),
  counties: Type.Array(Type.Object({ region: RegionRef, firms: Type.Integer(), sales: Yuan })),
  /** Parties outside the province that sell to firms of the region, largest first. */
  suppliers: Type.Array(
    Type.Object({
      party: Type.String(),
      node: Type.Integer(),
      name: Type.String(),
      country: Nullable(Type.String()),
      region: Nullable(RegionRef),
      segment: Nullable(Type.String()),
      segmentTitle: Nullable(Type.String()),
      /** 元 a year sold to firms of the region */
      sales: Yuan,
    }),
  ),
  countries: Type.Array(
    Type.Object({
      code: Type.String(),
      title: Type.String(),
      suppliers: Type.Integer(),
      sales: Yuan,
      /** What it supplies most, in words. */
      segments: Type.Array(Type.String()),
    }),
  ),
})
export type ScenarioOptions = Static<typeof ScenarioOptions>

/** Firms of the network that may be chosen, by name or credit code, largest first. */
export const ScenarioFirmQuery = Type.Object({
  ...ScenarioScope.properties,
  text: Type.Optional(Type.String({ maxLength: 60 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
})
export const ScenarioFirmList = List(ScenarioParty)

/** Kept with a saved scenario, for lists and comparison without computing again. */
export const ScenarioSummary = Type.Object({
  title: Type.String(),
  asOf: Type.String(),
  lost: Yuan,
  share: Share,
  affected: Type.Integer(),
  belowHalf: Type.Integer(),
  rounds: Type.Integer(),
  offTotal: Type.Integer(),
})
export type ScenarioSummary = Static<typeof ScenarioSummary>

export const SaveScenario = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }), input: ScenarioRequest },
  closed,
)
export type SaveScenario = Static<typeof SaveScenario>

export const SavedScenario = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  /** Runs again at POST /api/scenarios/run; region and realm are filled in. */
  input: ScenarioRequest,
  summary: ScenarioSummary,
  region: RegionRef,
  createdAt: Type.String(),
})
export type SavedScenario = Static<typeof SavedScenario>
export const SavedScenarioList = List(SavedScenario)
export type SavedScenarioList = Static<typeof SavedScenarioList>
export const ScenarioPath = Type.Object({ id: Identifier })
