import { describe, expect, it } from 'vitest'
import { only, parse, values } from './parsing.ts'
import { rowsOf } from './records.ts'

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
