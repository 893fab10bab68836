/**
 * Checks the text of an incentive against the standards of 公平竞争审查条例 (国务院令第 783 号, in force 2024-08-01).
 * Words are found, not meanings: what it finds is to be looked at, and finding nothing is no approval.
 */

export interface Clause {
  /** 第十条第一项 */
  readonly title: string
  /** What a measure may not contain, in the words of the regulation. */
  readonly text: string
}

export interface Finding {
  readonly clause: Clause
  /** Positions in the text, in UTF-16 units; `end` is exclusive. */
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly why: string
  readonly advice: string
}

interface Rule {
  readonly clause: Clause
  readonly pattern: RegExp
  readonly why: string
  readonly advice: string
}

const clause = (title: string, text: string): Clause => ({ title, text })

const outflow = clause(
  '第九条第一项',
  '限制外地或者进口商品、要素进入本地市场，或者阻碍本地经营者迁出，商品、要素输出',
)
const forcedSeat = clause(
  '第九条第二项',
  '排斥、限制、强制或者变相强制外地经营者在本地投资经营或者设立分支机构',
)
const procurement = clause('第九条第三项', '排斥、限制或者变相限制外地经营者参加本地政府采购、招标投标')
const designated = clause('第八条第三项', '限定经营、购买或者使用特定经营者提供的商品或者服务')
const tax = clause('第十条第一项', '给予特定经营者税收优惠')
const reward = clause('第十条第二项', '给予特定经营者选择性、差异化的财政奖励或者补贴')
const factors = clause(
  '第十条第三项',
  '给予特定经营者要素获取、行政事业性收费、政府性基金、社会保险费等方面的优惠',
)

const tenth =
  '写明法律、行政法规依据或国务院批准文号；没有的，改为对所有符合条件的企业一视同仁、公开申报的政策'

const rules: readonly Rule[] = [
  {
    clause: tax,
    pattern:
      /(?:税收|增值税|所得税|个税|个人所得税|房产税|土地使用税|契税)[^。；;\n]{0,12}(?:返还|减免|免征|减征|减半|优惠|先征后返|即征即退|奖补|全额奖励)|先征后返|列收列支/gu,
    why: '税收优惠只能由法律、行政法规规定',
    advice: tenth,
  },
  {
    clause: reward,
    pattern:
      /(?:(?:按|按照|依据|参照)[^。；;\n]{0,20}(?:税收|纳税|地方留成|财政贡献|经济贡献|地方贡献|入库)[^。；;\n]{0,24}(?:奖励|返还|补助|补贴|兑现|扶持))|(?:(?:地方留成|财政贡献|经济贡献|地方财力)[^。；;\n]{0,16}(?:奖励|返还|补助|补贴|扶持))/gu,
    why: '奖励与企业缴纳的税收或财政贡献挂钩',
    advice: '改按投资额、技术水平、就业、节能等客观条件确定，并对所有符合条件的企业公开',
  },
  {
    clause: reward,
    pattern:
      /一事一议|一企一策|一企一议|专项定制(?:政策|扶持)|(?:单独|特别|专门)给予[^。；;\n]{0,16}(?:奖励|补贴|补助|扶持)/gu,
    why: '只给一家企业的差异化奖励或补贴',
    advice: tenth,
  },
  {
    clause: factors,
    pattern:
      /零地价|(?:土地出让金|土地出让价款|出让金|土地款|土地价款)[^。；;\n]{0,12}(?:返还|减免|奖励|补贴|抵扣|缓缴)|(?:低于|不高于|优惠于)[^。；;\n]{0,8}(?:基准地价|最低价标准|工业用地出让最低价)/gu,
    why: '以低于规定的价格供地，或变相返还土地价款',
    advice: '按国家规定公开出让，可依法采用长期租赁、先租后让、弹性年期',
  },
  {
    clause: factors,
    pattern:
      /(?:社会保险费|社保费|社保|行政事业性收费|政府性基金|城市基础设施配套费|配套费|残保金|残疾人就业保障金|住房公积金)[^。；;\n]{0,12}(?:减免|免缴|免收|免征|缓缴|返还|减半|优惠)|(?:减免|免收|免征|缓缴|返还)[^。；;\n]{0,12}(?:社会保险费|社保费|行政事业性收费|政府性基金|配套费|残保金)/gu,
    why: '对特定企业减免、缓缴收费、基金或社会保险费',
    advice: tenth,
  },
  {
    clause: factors,
    pattern: /(?:电价|气价|水价|用电|用气|用水|蒸汽价)[^。；;\n]{0,12}(?:优惠|补贴|减免|打折|低于)/gu,
    why: '对特定企业的要素价格优惠',
    advice: tenth,
  },
  {
    clause: outflow,
    pattern:
      /(?:不得|不能|不准|不可|禁止|承诺不)[^。；;\n]{0,14}(?:迁出|迁离|外迁|搬迁|迁移|撤离|注销|变更注册地|变更住所)|(?:年内|期内|期限内)[^。；;\n]{0,10}(?:不迁|不搬|不外迁)|(?:迁出|迁离|外迁|搬离)[^。；;\n]{0,20}(?:退还|返还|追回|赔偿|违约金|收回|停止供)/gu,
    why: '以条件或代价阻碍企业迁出',
    advice: '删除；企业自主决定去留，可以约定按已完成的投资、建设进度兑现政策',
  },
  {
    clause: forcedSeat,
    pattern:
      /(?:必须|须|应当|应|要求)[^。；;\n]{0,14}(?:在(?:本地|本县|本市|本区|我县|我市|我区|当地)|于本地)[^。；;\n]{0,14}(?:注册|设立|成立|登记)[^。；;\n]{0,10}(?:法人|子公司|分公司|分支机构|公司)|(?:注册地|税务登记|纳税地)[^。；;\n]{0,8}(?:必须|须|应当)[^。；;\n]{0,8}(?:本地|本县|本市|我县|我市)/gu,
    why: '以在本地设立机构作为享受政策或参与经营的条件',
    advice: '改为对项目和投资本身的客观要求，不限定注册地',
  },
  {
    clause: procurement,
    pattern:
      /(?:政府采购|招标|投标|中标|工程)[^。；;\n]{0,20}(?:优先|加分|倾斜|直接)[^。；;\n]{0,14}(?:本地|本县|本市|该企业|该公司|乙方)|(?:本地|本县|本市)企业[^。；;\n]{0,10}(?:优先中标|加分|优先采购)/gu,
    why: '在政府采购、招标投标中照顾本地或特定企业',
    advice: '删除；按政府采购法、招标投标法公平竞争',
  },
  {
    clause: designated,
    pattern:
      /(?:必须|须|应当|优先|指定|限定)[^。；;\n]{0,10}(?:购买|采购|使用|选用)[^。；;\n]{0,14}(?:乙方|该企业|该公司|本地(?:企业)?(?:的)?(?:产品|服务|商品))/gu,
    why: '限定或优先购买特定企业的商品、服务',
    advice: '删除；可以组织供需对接，由采购方自主选择',
  },
]

/** Findings in the order of the text; one rule speaks once of a place. */
export function checkIncentive(text: string): Finding[] {
  return rules
    .flatMap(({ clause: broken, pattern, why, advice }) =>
      [...text.matchAll(pattern)].map((match) => ({
        clause: broken,
        start: match.index,
        end: match.index + match[0].length,
        quote: match[0],
        why,
        advice,
      })),
    )
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
}

/** Stands with every result. */
export const checkNotice =
  '按《公平竞争审查条例》（国务院令第 783 号，2024-08-01 起施行）第八条至第十条的常见表述查找，只作提示；没有发现不等于通过审查，政策措施应由起草单位依法开展公平竞争审查。'
