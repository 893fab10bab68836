import { creditCode, enterpriseName, positiveAmount, regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业对外投资信息',
  summary: '企业新设或参股其他企业的日期、被投资企业、所在地、出资比例和认缴出资额，用于观察异地布局。',
  steward: '山东省市场监督管理局',
  cycle: 'daily',
  share: 'conditional',
  shareCondition: '用于本行政区域企业服务与产业监测，按部门间共享协议提供',
  grade: 'L2',
  category: '基础信息资源/法人单位信息/对外投资',
  publicBasis: '企业投资设立企业、出资信息依《企业信息公示暂行条例》公示',
  key: ['credit_code', 'invested_on', 'target_name'],
  columns: {
    credit_code: { ...creditCode, title: '投资方统一社会信用代码' },
    invested_on: { title: '投资日期', type: 'date', notFuture: true },
    target_name: { ...enterpriseName, title: '被投资企业名称' },
    target_credit_code: { ...creditCode, title: '被投资企业统一社会信用代码', aliases: [] },
    target_county_code: { ...regionCode, title: '被投资企业县级行政区划代码' },
    ratio: { title: '出资比例', type: 'decimal', unit: '%', minimum: 0, maximum: 100, aliases: ['持股比例'] },
    amount: { ...positiveAmount, title: '认缴出资额' },
  },
  indexes: [['invested_on'], ['target_credit_code'], ['target_county_code']],
} as const satisfies Dataset
