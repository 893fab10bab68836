import { Type, type Static } from 'typebox'
import { Nullable } from './shared.ts'

export const CapabilityKind = Type.Union(
  [Type.Literal('knowledge'), Type.Literal('process'), Type.Literal('mechanism'), Type.Literal('algorithm')],
  { description: '知识、流程、机理、算法组件' },
)

const shownValue = Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()])
const Basis = Type.Union([Type.Literal('published'), Type.Literal('reference-program')], {
  description: '公布值，或独立参考程序算得的值',
})

const about = {
  id: Type.String({ description: '组件标识，用于 POST /api/capabilities/:id/run' }),
  title: Type.String(),
  kind: CapabilityKind,
  summary: Type.String({ description: '回答什么，何时不宜用' }),
  method: Type.String({ description: '方法及其出处' }),
  version: Type.String(),
  licence: Type.String(),
}

export const CapabilityItem = Type.Object({
  ...about,
  input: Type.Any({ description: '输入的 JSON Schema，每个属性注明单位' }),
  output: Type.Any({ description: '输出的 JSON Schema，每个属性注明单位' }),
  sample: Type.Any({ description: '一个可以直接运行的输入' }),
  caseCount: Type.Integer({ description: '参考算例数' }),
  checkCount: Type.Integer({ description: '参考算例中公布的值数' }),
})
export type CapabilityItem = Static<typeof CapabilityItem>

export const CapabilityDetail = Type.Object({
  ...CapabilityItem.properties,
  cases: Type.Array(
    Type.Object({
      title: Type.String(),
      source: Type.String(),
      basis: Basis,
      input: Type.Any(),
      checks: Type.Array(
        Type.Object({
          title: Type.String(),
          published: shownValue,
          digits: Nullable(Type.Integer({ description: '公布值准确到小数点后几位' })),
        }),
      ),
    }),
  ),
})
export type CapabilityDetail = Static<typeof CapabilityDetail>

export const VerifiedValue = Type.Object({
  capability: Type.String(),
  capabilityTitle: Type.String(),
  kind: CapabilityKind,
  method: Type.String(),
  version: Type.String(),
  case: Type.Integer({ description: '组件内第几个算例，从 1 起' }),
  caseTitle: Type.String(),
  source: Type.String(),
  basis: Basis,
  check: Type.String({ description: '公布的是什么值' }),
  published: shownValue,
  digits: Nullable(Type.Integer({ description: '公布值准确到小数点后几位；空为逐字相同' })),
  computed: shownValue,
  agrees: Type.Boolean(),
  problem: Nullable(Type.String({ description: '算例没有算出结果的原因' })),
  durationMs: Type.Number({ description: '算例用时，毫秒' }),
})
export type VerifiedValue = Static<typeof VerifiedValue>

export const Verification = Type.Object({
  computedAt: Type.String(),
  durationMs: Type.Number(),
  capabilities: Type.Integer(),
  cases: Type.Integer(),
  checks: Type.Integer(),
  agreeing: Type.Integer(),
  items: Type.Array(VerifiedValue),
})
export type Verification = Static<typeof Verification>

export const VerificationFile = Type.Object({
  format: Type.Optional(Type.Union([Type.Literal('xlsx'), Type.Literal('csv')], { default: 'xlsx' })),
})
