/** How one segment of the chain stands in the fictional cluster. */
export interface SegmentPlan {
  /** Firms in 东营 and in the other fifteen cities. */
  readonly cluster: number
  readonly province: number
  /** Where buyers in 东营 get it: share from 东营, share from the other cities; the rest from outside. */
  readonly mix: readonly [cluster: number, province: number]
  /** Sales outside the province and abroad, 亿元 a year, of firms in 东营 and in the other cities. */
  readonly sales: readonly [cluster: number, province: number]
  /** Cities in which the firms of the other cities mostly stand. */
  readonly cities?: readonly string[]
  /** Share of the largest firm in 东营, where it is planted. */
  readonly leader?: number
  /** Sells to households and public bodies: revenue is not in the transactions. */
  readonly retail?: boolean
}

type Row = readonly [
  cluster: number,
  province: number,
  fromCluster: number,
  fromProvince: number,
  clusterSales: number,
  provinceSales: number,
  more?: Pick<SegmentPlan, 'cities' | 'leader' | 'retail'>,
]

const qingdao = '370200'
const weifang = '370700'
const zibo = '370300'
const jinan = '370100'
const yantai = '370600'
const weihai = '371000'
const jining = '370800'
const linyi = '371300'
const dezhou = '371400'
const liaocheng = '371500'
const binzhou = '371600'

/**
 * One row a segment of seeds/chains/rubber-tyre.json. Zero firms in 东营 with buyers there is a planted gap
 * (缺); a low share from 东营 over several firms a weak one (弱); one firm or a planted leader a single
 * source (单点). truth.ts names them.
 */
const rows: Readonly<Record<string, Row>> = {
  'natural-rubber': [6, 7, 0.1, 0.07, 0.5, 2, { cities: [qingdao] }],
  'rubber-trade': [26, 40, 0.5, 0.35, 6, 20, { cities: [qingdao, qingdao, jinan] }],
  monomer: [6, 9, 0.45, 0.4, 16, 60, { cities: [zibo, yantai] }],
  'styrene-butadiene-rubber': [6, 7, 0.52, 0.3, 3, 9, { cities: [zibo, jinan], leader: 0.86 }],
  'butadiene-rubber': [6, 7, 0.42, 0.38, 6, 10, { cities: [zibo, yantai] }],
  'butyl-rubber': [0, 0, 0, 0, 0, 0],
  'other-synthetic-rubber': [7, 8, 0.35, 0.35, 4, 8, { cities: [zibo] }],
  'carbon-black-feedstock': [7, 8, 0.5, 0.35, 3, 8, { cities: [zibo, jining] }],
  'carbon-black': [12, 12, 0.72, 0.2, 16, 18, { cities: [jining, weifang] }],
  'sodium-silicate': [8, 7, 0.4, 0.5, 0.4, 2],
  silica: [7, 8, 0.18, 0.46, 0.6, 9, { cities: [zibo, weifang, linyi] }],
  silane: [6, 6, 0.13, 0.37, 0.1, 3, { cities: [jinan, zibo] }],
  accelerator: [7, 11, 0.17, 0.49, 0.5, 8, { cities: [jining, yantai, weifang] }],
  antioxidant: [6, 7, 0.22, 0.1, 0.6, 6, { cities: [liaocheng] }],
  'curing-agent': [8, 8, 0.48, 0.32, 1.2, 4],
  activator: [6, 8, 0.74, 0.16, 1.5, 4, { leader: 0.87 }],
  'process-oil': [9, 9, 0.55, 0.3, 8, 12, { cities: [binzhou, zibo] }],
  'tackifier-resin': [7, 7, 0.15, 0.47, 0.6, 4, { cities: [zibo] }],
  'rubber-additive': [20, 18, 0.58, 0.27, 5, 8],
  'wire-rod': [0, 6, 0, 0.55, 0, 40, { cities: [jinan, jinan, linyi] }],
  'steel-cord': [9, 9, 0.76, 0.14, 9, 12, { cities: [jining, weihai] }],
  'bead-wire': [6, 7, 0.88, 0.08, 1.5, 5, { cities: [jining, weifang] }],
  'nylon-yarn': [0, 6, 0, 0.58, 0, 6, { cities: [linyi, weihai] }],
  'polyester-yarn': [0, 0, 0, 0, 0, 0],
  aramid: [0, 0, 0, 0, 0, 0],
  'cord-fabric': [10, 9, 0.66, 0.22, 8, 7, { cities: [weihai, linyi] }],
  'mixing-equipment': [6, 8, 0.42, 0.42, 1.2, 7, { cities: [qingdao] }],
  'calender-extrusion-equipment': [6, 8, 0.36, 0.46, 1, 5, { cities: [qingdao] }],
  'building-machine': [0, 7, 0, 0.62, 0, 9, { cities: [qingdao] }],
  'curing-press': [8, 9, 0.5, 0.36, 3, 9, { cities: [qingdao] }],
  'tyre-mould': [18, 16, 0.73, 0.2, 8, 14, { cities: [weifang, weifang, qingdao] }],
  'curing-bladder': [1, 7, 0.72, 0.18, 0.4, 2, { cities: [qingdao, weihai] }],
  'rubber-machinery': [46, 44, 0.6, 0.3, 9, 16, { cities: [qingdao] }],
  'tyre-testing-equipment': [0, 7, 0, 0.5, 0, 2, { cities: [qingdao, jinan] }],
  'tyre-factory-automation': [7, 9, 0.14, 0.48, 0.4, 5, { cities: [qingdao] }],
  'recycling-equipment': [9, 10, 0.5, 0.35, 2, 4],
  'rubber-compound': [44, 30, 0.74, 0.18, 12, 14],
  'tyre-component': [26, 14, 0.75, 0.17, 5, 5],
  'all-steel-radial': [34, 26, 0.7, 0.2, 158, 110, { cities: [weihai, qingdao, linyi, dezhou] }],
  'semi-steel-radial': [24, 20, 0.62, 0.24, 132, 150, { cities: [qingdao, weihai, yantai, weifang] }],
  'off-road-tyre': [16, 14, 0.66, 0.2, 42, 30, { cities: [weihai, jining, yantai] }],
  'agricultural-tyre': [14, 13, 0.68, 0.22, 12, 10],
  'aircraft-tyre': [0, 0, 0, 0, 0, 0],
  'solid-tyre': [18, 14, 0.7, 0.2, 12, 9, { cities: [yantai, weihai] }],
  'motorcycle-bicycle-tyre': [9, 16, 0.45, 0.45, 5, 14, { cities: [qingdao, linyi] }],
  'inner-tube': [16, 14, 0.7, 0.2, 4, 5],
  'other-tyre': [40, 26, 0.64, 0.26, 22, 14],
  'tyre-inspection-service': [8, 8, 0.6, 0.3, 0.6, 1.5, { cities: [qingdao] }],
  'tyre-valve': [0, 7, 0, 0.6, 0, 3, { cities: [weifang, liaocheng] }],
  wheel: [20, 24, 0.56, 0.32, 20, 40, { cities: [yantai, jining, weifang] }],
  'wheel-assembly': [6, 8, 0.6, 0.3, 4, 10],
  'commercial-vehicle': [0, 8, 0, 0.85, 0, 160, { cities: [jinan, weifang], retail: true }],
  'passenger-vehicle': [0, 6, 0, 0.6, 0, 220, { cities: [yantai, qingdao, jinan], retail: true }],
  'trailer-special-vehicle': [12, 30, 0.4, 0.5, 9, 50, { cities: [jining, jining, linyi] }],
  'construction-machinery': [6, 13, 0.4, 0.4, 8, 110, { cities: [linyi, jining, weifang], retail: true }],
  'agricultural-machinery': [9, 18, 0.4, 0.45, 8, 70, { cities: [weifang, dezhou], retail: true }],
  'industrial-vehicle': [6, 9, 0.4, 0.4, 5, 24, { cities: [weifang], retail: true }],
  'two-wheeler': [6, 16, 0.3, 0.5, 4, 30, { cities: [linyi, jining], retail: true }],
  'aviation-operation': [0, 5, 0, 0.8, 0, 90, { cities: [jinan, qingdao, yantai], retail: true }],
  'replacement-market': [128, 190, 0.85, 0.13, 16, 70, { retail: true }],
  'tyre-logistics': [54, 40, 0.82, 0.14, 7, 16, { retail: true }],
  'waste-tyre-collection': [34, 36, 0.66, 0.26, 0.5, 2],
  retreading: [14, 12, 0.7, 0.24, 2, 3],
  'reclaimed-rubber': [22, 18, 0.74, 0.18, 7, 7],
  'crumb-rubber': [16, 14, 0.7, 0.22, 3, 4],
  'crumb-rubber-application': [9, 12, 0.6, 0.3, 2.5, 6, { retail: true }],
  'tyre-pyrolysis': [10, 9, 0.7, 0.24, 2.5, 3],
  'recovered-carbon-black': [7, 7, 0.55, 0.3, 1.5, 2],
}

export const segmentPlans: ReadonlyMap<string, SegmentPlan> = new Map(
  Object.entries(rows).map(([segment, row]) => [
    segment,
    {
      cluster: row[0],
      province: row[1],
      mix: [row[2], row[3]],
      sales: [row[4], row[5]],
      ...row[6],
    },
  ]),
)

/**
 * Where buyers in the other cities get a segment: 东营, the other cities, outside.
 * Where the province has no maker everything comes from outside; natural rubber nearly so.
 */
export function provinceMix(segment: string, plan: SegmentPlan): readonly [number, number, number] {
  if (segment === 'natural-rubber') return [0.05, 0.1, 0.85]
  if (plan.province === 0) return [0, 0, 1]
  return plan.cluster === 0 ? [0, 0.8, 0.2] : [0.22, 0.6, 0.18]
}
