import { creditCode, regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业变更登记信息',
  summary:
    '登记事项的变更日期、变更前后内容。法定代表人只记“发生变更”，变更前后内容不填；自然人股东以“自然人”代称。',
  steward: '山东省市场监督管理局',
  cycle: 'daily',
  share: 'conditional',
  shareCondition: '用于本行政区域企业服务与产业监测，按部门间共享协议提供',
  grade: 'L2',
  category: '基础信息资源/法人单位信息/企业变更',
  key: ['credit_code', 'changed_on', 'item'],
  columns: {
    credit_code: creditCode,
    changed_on: { title: '变更日期', type: 'date', notFuture: true },
    item: {
      title: '变更事项',
      type: 'text',
      oneOf: ['住所', '名称', '法定代表人变更标记', '股东', '经营范围', '注册资本'],
    },
    before: { title: '变更前内容', type: 'text', maxLength: 20_000 },
    after: { title: '变更后内容', type: 'text', maxLength: 20_000 },
    before_county_code: { ...regionCode, title: '变更前住所县级行政区划代码' },
    after_county_code: { ...regionCode, title: '变更后住所县级行政区划代码' },
  },
  indexes: [['changed_on'], ['before_county_code'], ['after_county_code']],
} as const satisfies Dataset
