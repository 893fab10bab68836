/**
 * 政务信息资源分类 with the codes of 《政务信息资源目录编制指南（试行）》: 类 1 digit, 项 2 digits, 目 3 digits.
 * 类 1 and 2 are the guide's 基础 and 主题; 3 is its 部门 and stays free; 4 is this platform's class for
 * data that enterprises supply themselves. Numbers once given never change and are never given again.
 */
interface Part {
  readonly code: string
  readonly title: string
}

interface Item extends Part {
  readonly catalogues: readonly Part[]
}

interface Kind extends Part {
  readonly items: readonly Item[]
}

const numbered = (...titles: readonly string[]): Part[] =>
  titles.map((title, at) => ({ code: String(at + 1).padStart(3, '0'), title }))

const item = (code: string, title: string, ...catalogues: readonly string[]): Item => ({
  code,
  title,
  catalogues: numbered(...catalogues),
})

const kinds: readonly Kind[] = [
  {
    code: '1',
    title: '基础信息资源',
    items: [
      item('02', '法人单位信息', '企业登记', '企业变更', '对外投资'),
      item('03', '自然资源和空间地理', '行政区划边界'),
      item('90', '标准代码', '行政区划', '行业分类'),
    ],
  },
  {
    code: '2',
    title: '主题信息资源',
    items: [
      item('01', '产业运行', '规模以上企业', '用电', '价格', '景气'),
      item('02', '产业链', '环节', '环节关系', '产品目录', '产品关系'),
      item('03', '产业发展', '企业资质荣誉'),
      item('04', '宏观经济', '区域统计', '投入产出'),
      item('05', '公共资源交易', '中标成交'),
      item('06', '就业和社会保障', '单位参保'),
      item('07', '招商引资', '目标企业'),
      item('08', '生态环境', '排放因子'),
      item('09', '资本市场', '上市公司'),
    ],
  },
  {
    code: '4',
    title: '企业数据资源',
    items: [
      item('01', '企业基本情况', '企业画像'),
      item('02', '生产能力', '产品', '周产能'),
      item('03', '供应链', '交易'),
      item('04', '能源', '计量'),
      item('05', '财务', '年度报告'),
    ],
  },
]

export interface Classification {
  readonly kind: Part
  readonly item: Part
  readonly catalogue: Part
  /** Six digits: 类, 项, 目. */
  readonly code: string
}

/**
 * @param category 类/项/目 as a contract states it.
 * @throws Error for a category that has no code yet: it has to be added to the list above.
 */
export function classificationOf(category: string): Classification {
  const [kindTitle, itemTitle, catalogueTitle] = category.split('/')
  const kind = kinds.find(({ title }) => title === kindTitle)
  const found = kind?.items.find(({ title }) => title === itemTitle)
  const catalogue = found?.catalogues.find(({ title }) => title === catalogueTitle)
  if (kind === undefined || found === undefined || catalogue === undefined) {
    throw new Error(`分类“${category}”还没有代码：在 server/catalogue/classification.ts 中登记`)
  }
  return { kind, item: found, catalogue, code: `${kind.code}${found.code}${catalogue.code}` }
}
