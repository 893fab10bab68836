import { creditCode, enterpriseName, industryCode, regionCode, registeredCapital } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业登记信息',
  summary:
    '法人和其他组织的登记事项：名称、成立日期、注册资本、住所、经营范围、登记状态。不含法定代表人姓名和联系方式。',
  steward: '山东省市场监督管理局',
  cycle: 'daily',
  share: 'unconditional',
  grade: 'L1',
  category: '基础信息资源/法人单位信息/企业登记',
  publicBasis: '企业登记事项依《企业信息公示暂行条例》公示',
  key: ['credit_code'],
  columns: {
    credit_code: creditCode,
    name: { ...enterpriseName, required: true, aliases: [...enterpriseName.aliases, '名称'] },
    registered_on: {
      title: '成立日期',
      type: 'date',
      notFuture: true,
      aliases: ['reg_date', '注册日期', '登记日期', '核准日期'],
    },
    enterprise_type: { title: '企业类型', type: 'text', maxLength: 100, aliases: ['市场主体类型'] },
    registered_capital: registeredCapital,
    capital_currency: {
      title: '注册资本币种',
      type: 'text',
      maxLength: 20,
      aliases: ['reg_capital_currency', '币种'],
    },
    province_code: { ...regionCode, title: '省级行政区划代码' },
    city_code: { ...regionCode, title: '市级行政区划代码' },
    county_code: { ...regionCode, title: '住所所在县级行政区划代码' },
    address: { title: '住所', type: 'text', maxLength: 500, aliases: ['注册地址', '企业地址', '地址'] },
    business_scope: { title: '经营范围', type: 'text', maxLength: 20_000 },
    industry_code: industryCode,
    status: {
      title: '登记状态',
      type: 'text',
      oneOf: ['存续', '注销', '吊销', '迁出'],
      aliases: ['经营状态'],
    },
    is_branch: { title: '是否分支机构', type: 'boolean' },
    registration_authority_code: { ...regionCode, title: '初始登记机关行政区划代码' },
  },
} as const satisfies Dataset
