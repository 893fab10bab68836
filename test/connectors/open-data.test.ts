import { describe, expect, it } from 'vitest'
import { addDecimals, shiftDecimal } from '../../connectors/amounts.ts'
import type { ContractRecord, Parsed, SourceRecord } from '../../connectors/contract.ts'
import { readConnectors } from '../../server/ingest/connectors.ts'
import { rowsOf } from './records.ts'

const connectors = await readConnectors()

function parse(id: string, record: SourceRecord, name = ''): Parsed {
  const connector = connectors.get(id)
  if (connector?.parse === undefined) throw new Error(`${id} 没有 parse`)
  return connector.parse(record, { name })
}

/** The columns that a row has, absent and blank ones left out. */
function values(row: ContractRecord | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row ?? {}).filter(([, value]) => value !== undefined && value !== ''),
  ) as Record<string, string>
}

const only = (id: string, record: SourceRecord, name?: string) => values(rowsOf(parse(id, record, name))[0])

describe('amounts', () => {
  it.each([
    ['233.6', 4, '2336000'],
    ['0.00015', 4, '1.5'],
    ['1940591.8198', 4, '19405918198'],
    ['-12', 2, '-1200'],
    ['', 4, ''],
    ['15,0000000', 4, '15,0000000'],
    ['1e5', 4, '1e5'],
  ])('%s by 10^%i is %s', (text, places, shifted) => {
    expect(shiftDecimal(text, places)).toBe(shifted)
  })

  it.each([
    ['0.10', '0.20', '0.30'],
    ['90071992547409.93', '0.01', '90071992547409.94'],
    ['-0.05', '0.01', '-0.04'],
    ['1', '', ''],
    ['1', 'x', ''],
  ])('%s + %s = %s', (first, second, sum) => {
    expect(addDecimals(first, second)).toBe(sum)
  })
})

describe('registrations', () => {
  const firm = {
    credit_code: '91370523DEM0000016',
    name: '演示橡胶有限公司',
    reg_date: '2010-05-06',
    enterprise_type: '',
    reg_capital_raw: '1,233.6000(万元人民币)',
    reg_capital_wan: '1233.6',
    reg_capital_currency: '人民币',
    province: '山东',
    city: '东营',
    county_code: '370521',
    address: '演示路 1 号',
    business_scope: '轮胎制造',
    is_branch: '0',
  }

  it('keeps the code of the first authority apart from the place', () => {
    expect(only('public/shandong-registry', firm)).toEqual({
      credit_code: firm.credit_code,
      name: firm.name,
      registered_on: '2010-05-06',
      registered_capital: '12336000',
      capital_currency: '人民币',
      province_code: '370000',
      city_code: '370500',
      address: '演示路 1 号',
      business_scope: '轮胎制造',
      is_branch: '0',
      registration_authority_code: '370521',
    })
  })

  it.each([
    ['26万元', '26', '260000'],
    ['-', '', undefined],
    ['15,0000000(万元人民币)', '150000000', '15,0000000(万元人民币)'],
    ['14,169,059(万元人民币)', '14169059', '141690590000'],
  ])('reads capital %s', (raw, wan, yuan) => {
    const record = { ...firm, reg_capital_raw: raw, reg_capital_wan: wan }
    expect(only('public/shandong-registry', record).registered_capital).toBe(yuan)
    expect(only('industry/other-province-manufacturers', record).registered_capital).toBe(yuan)
  })
})

describe('listed companies', () => {
  it('turns 万 into yuan and takes the year only with a revenue', () => {
    const record = {
      ts_code: '600001.SH',
      exchange: 'SSE',
      market: '主板',
      list_date: '20010203',
      reg_capital_wan: '7.1487',
      industry_sw3: '',
      industry_tushare: '橡胶',
      latest_report_revenue: '',
      latest_report_year: '2021',
    }
    expect(only('public/listed-company', record)).toEqual({
      security_code: '600001.SH',
      exchange: 'SSE',
      board: '主板',
      list_date: '20010203',
      registered_capital: '71487',
      industry: '橡胶',
    })
  })

  it('adds up assets exactly and takes −1 for no value', () => {
    const record = {
      ts_code: '600001.SH',
      report_year: '2020',
      employees: '-1',
      revenue: '-1',
      net_profit: '-12.5',
      current_assets: '0.10',
      noncurrent_assets: '0.20',
      current_liabilities: '5',
      noncurrent_liabilities: '',
    }
    expect(only('enterprise/listed-annual-report', record)).toEqual({
      security_code: '600001.SH',
      year: '2020',
      net_profit: '-12.5',
      total_assets: '0.30',
      current_assets: '0.10',
      current_liabilities: '5',
    })
  })

  it('leaves out accounting lines, and the share that was put in as a filler', () => {
    const record = {
      ts_code: '600001.SH',
      short_name: '演示股份',
      product: '子午线轮胎',
      revenue_ratio: '0.001',
    }
    expect(only('enterprise/listed-product', record)).toEqual({
      enterprise_name: '演示股份',
      product: '子午线轮胎',
      security_code: '600001.SH',
    })
    expect(only('enterprise/listed-product', { ...record, revenue_ratio: '0.42' }).revenue_ratio).toBe('0.42')
    for (const product of ['平衡项目', '分部间抵销', '内部抵消数', '调整项目']) {
      expect(parse('enterprise/listed-product', { ...record, product })).toHaveProperty('ignored')
    }
  })
})

describe('honours', () => {
  it('tells awards from lists after monitoring', () => {
    const record = { year: '2021', batch: '7', index: '1', name: '演示食品有限公司', province: '山东' }
    expect(only('public/honour-agri-leading', record)).toMatchObject({
      batch: '第 7 批',
      region_code: '370000',
      level: '国家级',
    })
    expect(only('public/honour-agri-leading', { ...record, batch: '99' }).batch).toBe('监测合格名单')
  })

  it.each([
    ['演示橡胶股份有限公司', ['演示橡胶股份有限公司']],
    ['演示科技集团公司第五十五研究、所', ['演示科技集团公司第五十五研究所']],
    ['演示石油股份有限公司石油勘探、开发研究院', ['演示石油股份有限公司石油勘探开发研究院']],
    [
      '演示工程研究院股份有限公司、演示汽车股份有限公司',
      ['演示工程研究院股份有限公司', '演示汽车股份有限公司'],
    ],
    ['演示航天集团公司第五研究院、第五〇三研究所', ['演示航天集团公司第五研究院', '第五〇三研究所']],
  ])('the hosts of %s', (institution, hosts) => {
    const rows = rowsOf(
      parse('public/honour-enterprise-laboratory', {
        type: 'FSKL',
        year: '2016',
        name: '演示国家重点实验室',
        institution,
        province: '山东',
      }),
    )
    expect(rows.map((row) => row.enterprise_name)).toEqual(hosts)
  })

  it('leaves out laboratories of universities, by name', () => {
    expect(
      parse('public/honour-enterprise-laboratory', { type: 'SKL', institution: '演示大学' }),
    ).toHaveProperty('ignored')
  })
})

describe('divisions and boundaries', () => {
  it.each([
    [
      {
        adcode: '371200',
        name: '莱芜市',
        level: '地级',
        city: '',
        status: '弃用',
        valid_from: '1992',
        valid_until: '2018',
        successor_codes: '370100',
      },
      { parent_code: '370000', level: 'city', valid_until_year: '2018' },
    ],
    [
      { adcode: '370284', name: '胶南市', level: '县级', city: '青岛市', status: '弃用' },
      { parent_code: '370200', level: 'county', short_name: '胶南' },
    ],
    [
      { adcode: '429002', name: '石首市', level: '县级', city: '直辖', status: '弃用' },
      { parent_code: '420000' },
    ],
  ])('%o', (record, expected) => {
    expect(only('public/division-history', record)).toMatchObject(expected)
  })

  it.each(['在用', '变更'])('leaves out codes that are %s', (status) => {
    expect(parse('public/division-history', { adcode: '370100', status })).toHaveProperty('ignored')
  })

  it('keeps the dashed line and says what the map is', () => {
    expect(only('public/boundary-datav', { adcode: '100000_JD', name: '', geometry: '{}' })).toMatchObject({
      code: '100000',
      level: 'country',
      name: '南海断续线',
    })
    expect(
      only('public/boundary-datav', { adcode: '370523', name: '广饶县', level: 'district', geometry: '{}' }),
    ).toEqual({
      code: '370523',
      name: '广饶县',
      level: 'county',
      geometry: '{}',
      basis: 'DataV.GeoAtlas V3（2021-09，GCJ-02），无审图号',
    })
  })
})

describe('statistics', () => {
  it('gives a row for each year that has a figure', () => {
    const record = {
      county_code: '370523',
      county: '广饶县',
      pop_2000: '484000',
      pop_2010: '',
      pop_2017: '',
      pop_2018: '520000',
    }
    expect(rowsOf(parse('public/county-population', record)).map(values)).toEqual([
      {
        region_code: '370523',
        period: '2000',
        indicator: '常住人口',
        value: '484000',
        unit: '人',
        region_name: '广饶县',
      },
      {
        region_code: '370523',
        period: '2018',
        indicator: '常住人口',
        value: '520000',
        unit: '人',
        region_name: '广饶县',
      },
    ])
  })

  it.each([
    ['发明专利', '万元', '件'],
    ['发明专利', '件', '件'],
    ['销售收入', '万元', '万元'],
  ])('the unit of %s stated as %s is %s', (indicator, stated, unit) => {
    const record = {
      province: '山东',
      year: '2018',
      topic: '高技术产业',
      indicator,
      value: '1',
      unit: stated,
    }
    expect(only('public/province-science', record)).toMatchObject({
      unit,
      indicator: `高技术产业：${indicator}`,
      region_code: '370000',
    })
  })

  it('takes the country and no group of provinces', () => {
    expect(only('public/province-science', { province: '全国', indicator: 'x' }).region_code).toBe('100000')
    expect(parse('public/province-science', { province: '东部地区', indicator: 'x' })).toHaveProperty(
      'ignored',
    )
  })

  it('places monthly series, and passes prices and daily series by', () => {
    const record = {
      indicator: '公路货运量:当月值:广东',
      frequency: 'M',
      date: '2018-06-30',
      value: '25168.0',
      unit: '万吨',
    }
    expect(only('industry/macro-monthly', record)).toEqual({
      survey: '宏观与行业月度指标',
      month: '2018-06',
      indicator: '公路货运量:当月值',
      region_code: '440000',
      value: '25168.0',
      unit: '万吨',
    })
    expect(only('industry/macro-monthly', { ...record, indicator: '制造业PMI:进口', unit: 'nan' })).toEqual({
      survey: '制造业采购经理指数',
      month: '2018-06',
      indicator: '制造业PMI:进口',
      region_code: '100000',
      value: '25168.0',
    })
    expect(parse('industry/macro-monthly', { ...record, frequency: 'D' })).toHaveProperty('ignored')
    const price = { ...record, indicator: '期货收盘价:布伦特原油', frequency: 'D', unit: '美元/桶' }
    expect(parse('industry/macro-monthly', price)).toHaveProperty('ignored')
    expect(only('industry/oil-price', price)).toMatchObject({
      commodity: '布伦特原油',
      price: '25168.0',
      unit: '美元/桶',
    })
    expect(parse('industry/oil-price', record)).toHaveProperty('ignored')
  })

  it('turns a row of an input–output table into flows', () => {
    const record = {
      Code: '046',
      Description: 'Rubber',
      DescriptionInChinese: '橡胶制品',
      '001': '12.5',
      '046': '0',
      TIU: '12.5',
      GO: '',
    }
    expect(
      rowsOf(parse('industry/input-output', record, 'io_tables/china_2020_153.csv')).map(values),
    ).toEqual([
      {
        table_code: 'china_2020_153',
        row_code: '046',
        column_code: '001',
        row_title: '橡胶制品',
        value: '12.5',
        year: '2020',
      },
      {
        table_code: 'china_2020_153',
        row_code: '046',
        column_code: '046',
        row_title: '橡胶制品',
        value: '0',
        year: '2020',
      },
      {
        table_code: 'china_2020_153',
        row_code: '046',
        column_code: 'TIU',
        row_title: '橡胶制品',
        column_title: '中间使用合计',
        value: '12.5',
        year: '2020',
      },
    ])
  })

  it('keeps imported inputs apart from those of the country', () => {
    const record = { Code: '01', DescriptionInChinese: '农产品', Origin: 'Imports', '01': '1' }
    expect(only('industry/input-output', record, 'china_2020_42.csv')).toMatchObject({
      row_code: '01-IM',
      row_title: '农产品（进口）',
    })
    expect(
      parse('industry/input-output', { ...record, Origin: 'Elsewhere' }, 'china_2020_42.csv'),
    ).toHaveProperty('ignored')
  })

  it('gives emission factors their units', () => {
    expect(
      only('industry/grid-emission-factor', {
        scope: 'province',
        name: '山东',
        year: '2022',
        kg_co2_per_kwh: '0.641',
      }),
    ).toEqual({
      kind: 'grid',
      name: '山东',
      year: '2022',
      factor: '0.641',
      unit: '千克二氧化碳/千瓦时',
      scope: '省级电网',
    })
    expect(
      only('industry/fuel-emission-factor', { fuel: '柴油', unit: 't', tco2_per_unit_derived: '3.1451' }),
    ).toMatchObject({ name: '柴油', factor: '3.1451', unit: '吨二氧化碳/吨' })
  })

  it('tells the contracts of one announcement apart', () => {
    const record = {
      announcement_id: '1',
      buyer: '演示电网',
      supplier: '演示电缆',
      project: '甲',
      contract_name: '',
      amount_max_yuan: '10.50',
    }
    const first = only('public/contract-award-2018', record)
    expect(first).toMatchObject({ supplier_name: '演示电缆', project: '甲', amount: '10.50' })
    expect(only('public/contract-award-2018', record).award_id).toBe(first.award_id)
    expect(only('public/contract-award-2018', { ...record, project: '乙' }).award_id).not.toBe(first.award_id)
  })
})
