import type { Column, Grade } from '../datasets/contract.ts'
import type { NamedDataset } from '../datasets/registry.ts'

/** A column where it stands. */
export interface ColumnInPlace {
  readonly dataset: NamedDataset
  readonly name: string
  readonly column: Column
}

/** One rule of 分类分级 after GB/T 43697-2024: what kind of column, which level, why. */
export interface GradingRule {
  readonly id: string
  readonly title: string
  readonly grade: Grade
  readonly reason: string
  readonly applies: (place: ColumnInPlace) => boolean
}

const titled =
  (pattern: RegExp) =>
  ({ column }: ColumnInPlace) =>
    pattern.test(column.title)

/** Content that anyone may know by law needs no protection beyond its integrity. */
const isPublic = ({ dataset }: ColumnInPlace) => dataset.publicBasis !== undefined

/** Rows are about single enterprises, each named by its credit code. */
const ofFirms = ({ dataset }: ColumnInPlace) =>
  Object.keys(dataset.columns).some((name) => /(^|_)credit_code$/.test(name))

const ofUndisclosedFirms = (place: ColumnInPlace) => ofFirms(place) && !isPublic(place)

const isMeasure = ({ column }: ColumnInPlace) =>
  column.type === 'decimal' || column.type === 'integer' || column.type === 'money'

const both =
  (...conditions: readonly ((place: ColumnInPlace) => boolean)[]) =>
  (place: ColumnInPlace) =>
    conditions.every((condition) => condition(place))

/**
 * All rules; the highest that applies gives the level, and L1 stands where none does. GB/T 43697-2024 grades
 * by the object that is harmed and how badly: the public interest and state security make data 重要 or 核心.
 */
export const gradingRules: readonly GradingRule[] = [
  {
    id: 'core',
    title: '国防军工',
    grade: 'core',
    reason: '一旦泄露直接危害国家安全，不应进入本平台',
    applies: titled(/军品|军工|国防|涉密/),
  },
  {
    id: 'important',
    title: '战略资源与关键设施',
    grade: 'important',
    reason: '未公布的战略储备、资源储量、关键设施位置，影响经济运行和公共利益',
    applies: titled(/战略储备|资源储量|关键信息基础设施|管线(走向|坐标)|工业控制参数/),
  },
  {
    id: 'person',
    title: '个人信息',
    grade: 'L4',
    reason: '能识别自然人；按最少够用原则不入仓',
    applies: titled(
      /姓名|身份证|手机|联系电话|家庭(住址|地址)|电子邮箱|法定代表人(姓名|证件)|股东姓名|银行账号/,
    ),
  },
  {
    id: 'transaction',
    title: '单笔交易',
    grade: 'L3',
    reason: '反映单个企业的客户、价格和采购，属商业秘密',
    applies: both(
      ofUndisclosedFirms,
      ({ dataset }) => /交易|订单|合同/.test(dataset.title),
      ({ name, column }) => column.type === 'money' || /quantity|_name$|credit_code$|product/.test(name),
    ),
  },
  {
    id: 'meter',
    title: '能源计量',
    grade: 'L3',
    reason: '能推出单个企业的开工和产量',
    applies: both(ofUndisclosedFirms, ({ name, column }) =>
      /千瓦时|kwh|读数|表计/i.test(`${column.unit ?? ''} ${name} ${column.title}`),
    ),
  },
  {
    id: 'capacity',
    title: '产能与负荷',
    grade: 'L3',
    reason: '反映单个企业的生产能力和开工，属商业秘密',
    applies: both(ofUndisclosedFirms, isMeasure, titled(/产能|负荷|产量/)),
  },
  {
    id: 'finance',
    title: '经营与财务金额',
    grade: 'L3',
    reason: '单个企业未公开的收入、费用、利润、税收',
    applies: both(ofUndisclosedFirms, ({ column }) => column.type === 'money' && column.title !== '注册资本'),
  },
  {
    id: 'headcount',
    title: '用工人数',
    grade: 'L2',
    reason: '单个企业未公开的用工规模，只有人数没有个人',
    applies: both(ofUndisclosedFirms, titled(/人数/)),
  },
  {
    id: 'mix',
    title: '经营构成与工艺',
    grade: 'L2',
    reason: '单个企业未公开的产品构成、工艺和授权填报的介绍',
    applies: both(ofUndisclosedFirms, titled(/占比|工艺|主营业务|对接部门/)),
  },
  {
    id: 'change',
    title: '登记变动轨迹',
    grade: 'L2',
    reason: '连续变动可推断企业去向，按共享协议使用',
    applies: both(ofUndisclosedFirms, titled(/变更/)),
  },
  {
    id: 'site',
    title: '企业点位坐标',
    grade: 'L2',
    reason: '企业设施的精确位置，按测绘成果管理',
    applies: both(ofFirms, titled(/经度|纬度|坐标/)),
  },
  {
    id: 'firm-code',
    title: '未公开数据中的企业标识',
    grade: 'L2',
    reason: '与同一行的未公开数据合在一起识别单个企业',
    applies: both(ofUndisclosedFirms, ({ name }) => /(^|_)credit_code$/.test(name)),
  },
]
