/** Firms outside the chain, of the kinds that stand beside it in a county's register. */
export interface Bystander {
  readonly trade: readonly string[]
  readonly scope: string
  readonly industryCode: string
  readonly weight: number
  /** Yuan a year of a middling firm. */
  readonly revenue: number
  /** Makes something, so that its electricity and staff are those of a factory. */
  readonly factory: boolean
}

const approval = '（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）'

/** Several mention tyres or rubber and make none: a classifier must leave them out. */
export const bystanders: readonly Bystander[] = [
  [
    '汽车配件',
    '一般项目：汽车零配件批发；汽车装饰用品销售；润滑油销售；日用百货销售。',
    'F5172',
    9,
    6e6,
    false,
  ],
  [
    '化工贸易',
    '一般项目：化工产品销售（不含许可类化工产品）；塑料制品销售；橡胶制品销售；建筑材料销售。',
    'F5169',
    8,
    2e7,
    false,
  ],
  ['商贸', '一般项目：五金产品批发；劳动保护用品销售；办公用品销售；橡胶制品销售。', 'F5193', 8, 5e6, false],
  [
    '石油装备',
    '一般项目：石油钻采专用设备制造；石油钻采专用设备销售；井口装置制造；抽油机制造。',
    'C3512',
    6,
    6e7,
    true,
  ],
  ['石油技术服务', '一般项目：石油天然气技术服务；工程技术咨询；仪器仪表修理。', 'B1120', 4, 2.5e7, false],
  ['机械加工', '一般项目：机械零件、零部件加工；通用零部件制造；金属结构制造。', 'C3489', 6, 1.5e7, true],
  ['纺织', '一般项目：棉纱、坯布加工、销售；纺织专用设备销售。', 'C1711', 4, 5e7, true],
  ['纸业', '一般项目：纸制品制造；纸和纸板容器制造；包装服务。', 'C2231', 3, 6e7, true],
  ['食品', '许可项目：食品生产；食品销售。一般项目：农副产品销售；食用农产品初加工。', 'C1499', 4, 3e7, true],
  [
    '建筑工程',
    '许可项目：建设工程施工。一般项目：园林绿化工程施工；土石方工程施工。',
    'E4899',
    7,
    3e7,
    false,
  ],
  ['建材', '一般项目：水泥制品制造；砼结构构件制造；建筑材料销售。', 'C3021', 3, 2.5e7, true],
  ['农业', '一般项目：谷物种植；蔬菜种植；农业机械租赁；农业专业及辅助性活动。', 'A0111', 4, 4e6, false],
  ['餐饮管理', '许可项目：餐饮服务。一般项目：餐饮管理；会议及展览服务。', 'H6210', 4, 3e6, false],
  ['软件', '一般项目：软件开发；信息系统集成服务；计算机软硬件及辅助设备零售。', 'I6513', 3, 6e6, false],
  ['文化传媒', '一般项目：广告设计、代理；组织文化艺术交流活动；图文设计制作。', 'L7259', 3, 2e6, false],
  ['汽车维修', '一般项目：机动车修理和维护；汽车装饰用品销售；洗车服务。', 'O8111', 4, 2e6, false],
  [
    '运输',
    '许可项目：道路货物运输（不含危险货物）。一般项目：装卸搬运；国内货物运输代理。',
    'G5430',
    5,
    1.2e7,
    false,
  ],
  ['塑料制品', '一般项目：塑料制品制造；塑料包装箱及容器制造；塑料制品销售。', 'C2929', 4, 2e7, true],
  ['电气', '一般项目：配电开关控制设备制造；电线、电缆经营；电力设施器材销售。', 'C3823', 3, 3e7, true],
  ['劳保用品', '一般项目：特种劳动防护用品生产；橡胶手套销售；劳动保护用品销售。', 'C1789', 2, 8e6, true],
  ['热电', '许可项目：发电业务、输电业务、供（配）电业务；热力生产和供应。', 'D4412', 1, 3e8, true],
  ['物业服务', '一般项目：物业管理；家政服务；停车场服务。', 'K7020', 3, 4e6, false],
  ['环保工程', '一般项目：环境保护专用设备制造；污水处理及其再生利用；大气污染治理。', 'C3591', 2, 2e7, true],
  ['服装', '一般项目：服装制造；服饰制造；针纺织品销售。', 'C1819', 2, 1e7, true],
].map(([trade, scope, industryCode, weight, revenue, factory]) => ({
  trade: [trade as string],
  scope: `${scope as string}${approval}`,
  industryCode: industryCode as string,
  weight: weight as number,
  revenue: revenue as number,
  factory: factory as boolean,
}))
