/**
 * 评分口径 of 目标企业: additive points of at most 100, less deductions. An expert weighting (本平台口径), fitted to
 * nothing and no probability; the backtest says what it is worth. Shown to users as it stands here.
 */
export const pointKinds = {
  match: {
    title: '环节匹配',
    most: 20,
    rule: '20 × 归类可信度；上市公司已披露该产品收入占比且不足 30 % 的，再乘 0.5 至 1',
    reason: '做不了这个环节的企业，其余各项都没有意义',
  },
  unmet: {
    title: '未满足需求',
    most: 18,
    rule: '本地年采购中未由本地供应的金额，100 万元起，10 亿元满分（对数）；无交易数据时按 FLQ 估算的外购比例，最多 9 分',
    reason: '先有订单，企业才有理由来',
  },
  customers: {
    title: '已有本地客户',
    most: 14,
    rule: '近 12 个月供货的本地企业，1 家 6 分，每多 1 家加 2 分；只有公告合同的，采购人名称含本地地名 6 分，含本省地名 3 分',
    reason: '已有往来的企业落地风险最低',
  },
  size: {
    title: '规模',
    most: 12,
    rule: '最近年营业收入 1000 万元起，100 亿元满分（对数）；无营业收入时以注册资本代，最多 6 分',
    reason: '大企业更有能力异地建厂',
  },
  relatedness: {
    title: '产业关联',
    most: 10,
    rule: '10 × 关联密度 ω（Hidalgo，按各县同时具有的环节计，不含自身），0 至 1',
    reason: '相近环节多的地方，人才、配套和用户现成',
  },
  expansion: {
    title: '异地布局',
    most: 10,
    rule: '截止日以前跨市投资 1 笔 6 分，2 笔 8 分，3 笔及以上 10 分；已在本省设分支机构的同此计',
    reason: '做过的事更可能再做',
  },
  distance: {
    title: '距离',
    most: 8,
    rule: '两地驻地直线距离 100 千米以内 8 分，1500 千米及以上 0 分（对数）',
    reason: '近处的企业管理和供货半径小',
  },
  growth: {
    title: '成长',
    most: 5,
    rule: '最近两个年度营业收入年均增长，0 起，25 % 满分',
    reason: '增长的企业需要新产能',
  },
  listed: { title: '上市公司', most: 3, rule: '上市 3 分', reason: '融资和披露条件较好，投资决策可查' },
  branch: { title: '风险：分支机构', most: -15, rule: '−15', reason: '分支机构不能独立决定投资' },
  delisting: { title: '风险：退市或 ST', most: -10, rule: '−10', reason: '证券简称带 ST 或退' },
  loss: { title: '风险：亏损', most: -6, rule: '−6', reason: '最近年净利润（或利润总额）为负' },
  leverage: {
    title: '风险：资产负债率高',
    most: -5,
    rule: '80 % 及以上 −5',
    reason: '扩张能力受限',
  },
  business: {
    title: '风险：行业不符',
    most: -12,
    rule: '−12',
    reason: '申万行业属金融、地产、传媒、医药等，产品记录可能是旧业务',
  },
} as const satisfies Readonly<Record<string, { title: string; most: number; rule: string; reason: string }>>
export type PointKind = keyof typeof pointKinds
