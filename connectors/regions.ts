/** Province-level units by the short names that lists and yearbooks print. */
const provinceNames: Readonly<Record<string, string>> = {
  北京: '110000',
  天津: '120000',
  河北: '130000',
  山西: '140000',
  内蒙古: '150000',
  辽宁: '210000',
  吉林: '220000',
  黑龙江: '230000',
  上海: '310000',
  江苏: '320000',
  浙江: '330000',
  安徽: '340000',
  福建: '350000',
  江西: '360000',
  山东: '370000',
  河南: '410000',
  湖北: '420000',
  湖南: '430000',
  广东: '440000',
  广西: '450000',
  海南: '460000',
  重庆: '500000',
  四川: '510000',
  贵州: '520000',
  云南: '530000',
  西藏: '540000',
  陕西: '610000',
  甘肃: '620000',
  青海: '630000',
  宁夏: '640000',
  新疆: '650000',
  台湾: '710000',
  香港: '810000',
  澳门: '820000',
}

/** The 16 cities of Shandong since 2019; 莱芜, a city until then, is part of 济南. */
const shandongCities: Readonly<Record<string, string>> = {
  济南: '370100',
  青岛: '370200',
  淄博: '370300',
  枣庄: '370400',
  东营: '370500',
  烟台: '370600',
  潍坊: '370700',
  济宁: '370800',
  泰安: '370900',
  威海: '371000',
  日照: '371100',
  莱芜: '370100',
  临沂: '371300',
  德州: '371400',
  聊城: '371500',
  滨州: '371600',
  菏泽: '371700',
}

const levelWords = /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$/

/** 山东, 山东省, 广西壮族自治区 → six-digit code; undefined when it names no province. */
export function provinceCode(name: string): string | undefined {
  return provinceNames[name.replace(levelWords, '')]
}

/** 东营, 东营市 → 370500; undefined when it names no city of Shandong. */
export function shandongCityCode(name: string): string | undefined {
  return shandongCities[name.replace(/市$/, '')]
}

/** 历下区 → 历下, 山东省 → 山东, 单县 → 单县: a name of one character says too little. */
export function shortDivisionName(name: string): string {
  const short = name.replace(levelWords, '').replace(/(?<!自治)[县区]$/, '')
  return short.length < 2 ? name : short
}
