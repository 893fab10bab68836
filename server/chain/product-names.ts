/**
 * How the names of products read before they become products of the network: one spelling for one product,
 * the last step of a path, and rules by which a name is no product at all.
 */

/** Full-width and half-width forms, brackets and spaces as one; the form that is shown. */
export function productTitle(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[【〔［{〈]/gu, '(')
    .replace(/[】〕］}〉]/gu, ')')
    .replace(/[‐‑‒–—―−]+/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Equal for spellings of the same product: case and spaces make none. */
export function productKey(text: string): string {
  return productTitle(text).toLowerCase().replaceAll(' ', '')
}

/**
 * 轮胎与橡胶-轮胎-斜交轮胎 → 斜交轮胎: catalogues write the path to a product. PA-66 and KV- are no paths: every
 * step of one is Chinese, of two characters at least.
 */
export function lastOfPath(title: string): string {
  const steps = title.split(/-+/u)
  const isPath = steps.length > 1 && steps.every((step) => /^\p{Script=Han}{2}/u.test(step))
  return isPath ? (steps.at(-1) ?? title) : title
}

/**
 * Endings that name the business in a product and not another product: 轮胎业务 and 轮胎制造 are 轮胎. Not 产品 alone:
 * 橡胶产品 is made of 橡胶.
 */
const businessEnding = /(?:类产品|系列产品|产品系列|系列|业务|制造|生产|类)$/u

/** The product of a business line, where the rest can be a name; null where there is no such ending. */
export function productOfBusiness(title: string): string | null {
  const rest = title.replace(businessEnding, '')
  return rest !== title && [...rest].length >= 2 ? rest : null
}

export interface LeaveOutRule {
  readonly id: string
  readonly title: string
  /** What it leaves out, in words. */
  readonly description: string
  /** @param title as {@link productTitle} gives it */
  readonly matches: (title: string) => boolean
}

const general = new Set(
  `产品 商品 货物 物品 材料 原料 原材料 原辅材料 配件 备件 零件 部件 零部件 设备 装备 机械 机器 仪器 物资 用品 制品 成品 半成品 组件 组成 整机
  配套 主营 自产 外购 自制 工业 农业 商业 制造业 化工 建材 电子 通讯 通信 医药 食品 纺织 能源 新能源 新材料 环保 电器 电气 房地产 房产 商品房
  服务 应用 解决方案 方案 平台 技术 废料 废品 下脚料 边角料 副产品 杂项 综合 零星 天然 合成 进口 国产 优质 新型 专用 通用 普通 高端 主料 辅料 配料 调料
  中间体 系统 终端 硬件 软件 动力 系统软件 成分 组分 物质 金额 百分 单位 名称 类型 规格 型号 颜色 尺寸 重量 数量`.split(
    /\s+/u,
  ),
)

/** The single characters that name a product. */
const singles = new Set(
  '铝磷钢锑铂钼锗蜡锰纸氧银氮硫钛碳砷苯蛋米镍鞋船钒钽葱锆铜砂氖钙鸡钡鱼镁铬水茶布肉酒姜金萘酚钯铀锌油锡煤铁硅釉盐氢竹铅硼酶铌钨麻烟猪氨糖氦氯氩钴棉伞门轴蜜',
)

/** In this order: a name is counted under the first rule that leaves it out. */
export const leaveOutRules: readonly LeaveOutRule[] = [
  {
    id: 'account',
    title: '账目与费用',
    description: '平衡、抵销、未分配项目，利息、佣金、租金、各种费和收入',
    matches: (title) =>
      /平衡项|抵[销消]|调整项|未分配|公允价值|损益|资产减值|营业外/u.test(title) ||
      /(?:利息|佣金|租金|房租|手续费|费用|费|收入|收益|补贴|补助|成本|税金|借款|贷款|货款|定金)$/u.test(
        title,
      ),
  },
  {
    id: 'residual',
    title: '其他与泛称',
    description: '“其他”一类的兜底项，以及材料、设备、配件、化工等不指具体产品的泛称',
    matches: (title) =>
      /^(?:其[他它]|其余|各类|各种|相关|有关|上述|本公司|公司|集团)/u.test(title) ||
      /(?:其[他它]|及其他|等等|等)$/u.test(title) ||
      general.has(title),
  },
  {
    id: 'division',
    title: '地区与分部',
    description: '按地区、渠道或内部分部的收入拆分，如境外、华东地区、海外分部',
    matches: (title) =>
      /(?:分部|事业部|子公司|分公司|公司|板块|地区|大区|市场|门店|渠道|客户)$/u.test(title) ||
      /^(?:国内|国外|境内|境外|海外|内销|外销|出口|进口|线上|线下|直营|加盟|华东|华南|华北|华中|东北|西北|西南)(?:外|业务|销售)?$/u.test(
        title,
      ),
  },
  {
    id: 'activity',
    title: '贸易与服务活动',
    description: '贸易、销售、租赁、代理、施工、运输、技术转让等活动，以及行业名称，不是货物',
    matches: (title) =>
      /(?:贸易|商贸|易货|销售|销售商品|零售|批发|购销|经销|代销|分销|营销|代理|经营|运营|营运|服务|劳务|业务|业|租赁|出租|转让|咨询|顾问|设计|施工|安装|装修|维修|修理|维护|保养|检修|运输|货运|客运|仓储|物流|快递|装卸|管理|投资|理财|保险|担保|开发|研发|研究|研制|承包|承揽|总包|监理|检测|检验|鉴定|评估|审计|培训|教育|策划|广告|制作|发布|出版|发行|工程|项目|集成|旅游|加工|处置|治理|改造|回收|进出口|合作|配送|发电|供电|售电|供热|供暖|供水|供气|电子商务|金融|信用|拍卖|典当|结算|认证|勘察|勘探|测绘|许可|授权|信托|证券|期货|基金|债券|医疗|餐饮|客房|酒店|物业|预订|经销商|贸易商|陆运|海运|空运|航运|险)$/u.test(
        title,
      ) ||
      /^(?:销售|经营|承接|承揽|承包|承建|代理|办理|开展|从事|提供|发布|批发|零售|经批准|经中国)/u.test(title),
  },
  {
    id: 'fragment',
    title: '残句与用量',
    description: '菜谱用量（适量、少许）、抽取残句、单个字母或数字、未写完和过长的名称',
    matches: (title) =>
      /适量|少许|若干|毫升|汤匙|茶匙/u.test(title) ||
      /^(?:采用|包括|以及|或者|者是|利用|用于|由于|主要|经过|通过|不同|可承|与境|在境|在国)/u.test(title) ||
      /(?:制成|组成|构成|左右|以上|以下|混合而成|聚合而成分子|原料制成)$/u.test(title) ||
      /[-、,。;:/]$/u.test(title) ||
      (/^\p{Script=Han}$/u.test(title) && !singles.has(title)) ||
      !/\p{L}{2}|\p{Script=Han}/u.test(title) ||
      [...title].length > longestName,
  },
]

const longestName = 24

/** The rule that leaves a name out; null = a product. Words of the chain standards are products whatever the rules say. */
export function leftOutBy(title: string, standardWords: ReadonlySet<string>): LeaveOutRule | null {
  if (standardWords.has(productKey(title))) return null
  return leaveOutRules.find((rule) => rule.matches(title)) ?? null
}
