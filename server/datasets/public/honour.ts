import { creditCode, enterpriseName, regionCode, year } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业资质荣誉名单',
  summary:
    '政府部门或权威机构认定、公布的企业资质和榜单：专精特新、单项冠军、高新技术企业、重点龙头企业、重点实验室等。',
  steward: '山东省工业和信息化厅',
  cycle: 'yearly',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/产业发展/企业资质荣誉',
  publicBasis: '认定机关公布的名单',
  key: ['enterprise_name', 'kind', 'awarded_year'],
  columns: {
    enterprise_name: enterpriseName,
    kind: { title: '资质荣誉类型', type: 'text', maxLength: 100, aliases: ['荣誉名称', '认定类型', '称号'] },
    awarded_year: { ...year, title: '认定年度', aliases: ['年份', '认定年份', '公布年度'] },
    credit_code: creditCode,
    level: { title: '认定级别', type: 'text', oneOf: ['国家级', '省级', '市级'] },
    authority: { title: '认定机关', type: 'text', maxLength: 200, aliases: ['发布单位', '认定部门'] },
    batch: { title: '批次或项目', type: 'text', maxLength: 200 },
    region_code: { ...regionCode, title: '所在地行政区划代码' },
  },
  indexes: [['credit_code'], ['kind', 'awarded_year'], ['region_code']],
} as const satisfies Dataset
