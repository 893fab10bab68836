import { type Static, Type } from 'typebox'
import { createNameIndex } from '../fusion/name-match.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const name = (description: string) => Type.String({ maxLength: 200, description })
const regions = (description: string) =>
  Type.Array(Type.Union([Type.String({ pattern: '^\\d{6}$', description: 'GB/T 2260 代码' }), Type.Null()]), {
    maxItems: 200_000,
    description,
  })

const sample = {
  names: ['青岛啤酒', '北京某某不存在文化传播有限公司'],
  candidates: ['青岛啤酒股份有限公司', '青岛双星股份有限公司', '青岛港国际股份有限公司'],
}

const row = Type.Object({
  name: Type.String({ description: '待比对的名称，原样' }),
  candidate: Type.Union([Type.String(), Type.Null()], { description: '对上的候选名称，原样；没有为 null' }),
  score: Type.Union([Type.Number(), Type.Null()], {
    description: 'Σlog₂(m/u)，比特，越大越像；没有候选为 null',
  }),
  outcome: Type.Union([Type.Literal('link'), Type.Literal('review'), Type.Literal('none')], {
    description: 'link 关联；review 待人工审核；none 没有值得审核的候选',
  }),
})

type Row = Static<typeof row>

export default capability({
  title: '企业名称比对',
  kind: 'algorithm',
  summary:
    '把写法不一的企业名称（简称、曾用写法、全半角、繁体）对到候选名称，给出关联、待审或无。只凭名称：更名后字号不同的、与字号无关的品牌对不上；关联是可撤销的判断，不据此合并或改写记录。',
  method:
    '名称规范化，拆分区划、字号、行业、组织形式；字号二元组、首字、拼音分块；Fellegi–Sunter Σlog₂(m/u)，EM 估计，字号词频调整',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    names: Type.Array(name('待比对的名称'), { minItems: 1, maxItems: 200_000, description: '待比对的名称' }),
    candidates: Type.Array(name('候选名称'), { maxItems: 200_000, description: '候选名称，如登记名称' }),
    nameRegions: Type.Optional(
      regions('各 names 所在地的行政区划代码，不知道为 null；个数同 names；默认由名称推断'),
    ),
    candidateRegions: Type.Optional(
      regions('各 candidates 所在地的行政区划代码，不知道为 null；个数同 candidates'),
    ),
    all: Type.Optional(
      Type.Boolean({ description: 'true：每个名称给出最多 5 个候选；默认 false，只给最好的一个' }),
    ),
  }),
  output: Type.Object({
    matches: Type.Array(row, { description: '每个名称至少一行，顺序同 names；all 时同一名称好的在前' }),
  }),
  sample,
  cases: [
    {
      title: '证券简称对公司全称',
      source: '上海证券交易所：证券代码 600600，简称青岛啤酒，公司全称青岛啤酒股份有限公司',
      basis: 'published',
      input: sample,
      checks: [
        {
          title: '青岛啤酒',
          published: '青岛啤酒股份有限公司',
          read: ({ matches }) => matches[0]?.candidate ?? null,
        },
        { title: '判断', published: 'link', read: ({ matches }) => matches[0]?.outcome ?? null },
        { title: '不存在的企业', published: 'none', read: ({ matches }) => matches[1]?.outcome ?? null },
      ],
    },
  ],
  async run({ names, candidates, nameRegions, candidateRegions, all = false }, resources) {
    for (const [title, list, own] of [
      ['nameRegions', nameRegions, names],
      ['candidateRegions', candidateRegions, candidates],
    ] as const) {
      if (list !== undefined && list.length !== own.length)
        throw new InvalidInput(
          `${title} 有 ${list.length} 个，对应的名称有 ${own.length} 个；个数须相同，不知道的用 null`,
        )
    }
    const index = createNameIndex(
      candidates.map((candidate, at) => {
        const region = candidateRegions?.[at] ?? null
        // Namesakes of two places are two firms; one name given twice is one.
        return { id: `${candidate} ${region ?? ''}`, name: candidate, region }
      }),
      { divisions: await resources.divisions() },
    )
    return { matches: names.flatMap((written, at) => matchesOf(written, nameRegions?.[at] ?? null)) }

    function matchesOf(written: string, region: string | null): Row[] {
      const found = index.match(written, region).slice(0, all ? undefined : 1)
      if (found.length === 0) return [{ name: written, candidate: null, score: null, outcome: 'none' }]
      return found.map(({ name: candidate, score, outcome }) => ({
        name: written,
        candidate,
        score,
        outcome,
      }))
    }
  },
})
