import { Type } from 'typebox'
import { createAddressHistoryReader } from '../migration/address-moves.ts'
import { packagedDivisions } from '../migration/packaged-divisions.ts'
import { capability } from './frame/contract.ts'

const code = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

interface Output {
  divisions: { province: string | null; city: string | null; county: string | null }[]
  moves: { level: string }[]
}

const changed = (title: string, source: string, addresses: string[], county: string, level: string) => ({
  title,
  source,
  basis: 'published' as const,
  input: { addresses },
  checks: [
    {
      title: '前一地址的现行县级代码',
      published: county,
      read: (output: Output) => output.divisions[0]?.county ?? null,
    },
    { title: '变化级别', published: level, read: (output: Output) => output.moves[0]?.level ?? null },
  ],
})

const announced = (year: number) => `民政部：${year} 年中华人民共和国县以上行政区划变更情况；GB/T 2260`

export default capability({
  title: '由地址识别企业迁移',
  kind: 'algorithm',
  summary:
    '把一家企业先后的登记地址读成现行行政区划代码，逐对判断是否迁移。撤并、更名的区划随后继区划，改写不算迁移；开发区等没有写明区县的，只比较到已知的一级，不足以判断的给 unresolved。',
  method: 'GB/T 2260 行政区划代码及其沿革；最长名称匹配，重名按上级和相邻地址区分',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    addresses: Type.Array(Type.String({ maxLength: 2_000 }), {
      maxItems: 10_000,
      description: '同一家企业的登记地址，从早到晚；全角、空格、缺省“省”“市”可接受',
    }),
  }),
  output: Type.Object({
    divisions: Type.Array(
      Type.Object({
        province: code('省级代码（6 位，GB/T 2260 现行）；地址没有说明时为空'),
        city: code('地级代码（6 位）；地址没有说明，或直辖市、省直辖县没有这一级时为空'),
        county: code('县级代码（6 位）；地址没有写明，或该市不设区县时为空'),
      }),
      { description: '与输入一一对应' },
    ),
    moves: Type.Array(
      Type.Object({
        from: Type.Integer({ description: '前一地址的序号，从 0 起' }),
        to: Type.Integer({ description: '后一地址的序号，从 0 起' }),
        level: Type.Union(
          [
            Type.Literal('cross_province'),
            Type.Literal('cross_city'),
            Type.Literal('cross_county'),
            Type.Literal('same_county'),
            Type.Literal('unresolved'),
          ],
          {
            description:
              'cross_province 跨省、cross_city 跨市、cross_county 跨县、same_county 同县或改写、unresolved 不足以判断；直辖市各区之间为跨县，省直辖县视同市',
          },
        ),
      }),
      { description: '每一对相邻地址一项' },
    ),
  }),
  sample: {
    addresses: [
      '山东省青岛市胶南市珠海路 8 号',
      '青岛市黄岛区珠海路8号',
      '山东省济南市高新区经十路7000号',
      '北京市朝阳区建国路1号',
    ],
  },
  cases: [
    changed(
      '胶南市并入黄岛区（2012 年），不是迁移',
      announced(2012),
      ['山东省青岛市胶南市珠海路8号', '山东省青岛市黄岛区长江路10号'],
      '370211',
      'same_county',
    ),
    changed(
      '莱芜市并入济南市（2018 年），不是迁移',
      announced(2018),
      ['莱芜市莱城区鹏泉东大街1号', '济南市莱芜区凤城西大街2号'],
      '370116',
      'same_county',
    ),
    changed(
      '章丘撤市设区（2016 年）后迁往历下区，是跨县迁移',
      announced(2016),
      ['济南市章丘市明水双山大街2号', '济南市历下区经十路3号'],
      '370114',
      'cross_county',
    ),
    changed(
      '港闸区并入崇川区（2020 年）后迁往上海，是跨省迁移',
      announced(2020),
      ['江苏省南通市港闸区江海路19号', '上海市浦东新区张杨路707号'],
      '320613',
      'cross_province',
    ),
  ],
  async run({ addresses }, resources) {
    const loaded = await resources.divisions()
    const index = loaded.place('110000').provinceCode === null ? await packagedDivisions() : loaded
    const { divisions, moves } = createAddressHistoryReader(index)(addresses)
    return {
      divisions: divisions.map(({ province, city, county }) => ({ province, city, county })),
      moves: moves.map(({ from, to, level }) => ({ from, to, level })),
    }
  },
})
