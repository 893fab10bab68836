import { describe, expect, test } from 'vitest'
import {
  lastOfPath,
  leftOutBy,
  productKey,
  productOfBusiness,
  productTitle,
} from '../../server/chain/product-names.ts'

describe('spellings', () => {
  test.each([
    ['丁苯橡胶（ＳＢＲ）', '丁苯橡胶(SBR)'],
    [' 轮胎 用  钢丝 ', '轮胎 用 钢丝'],
    ['玻璃【钢化】', '玻璃(钢化)'],
    ['PA—66', 'PA-66'],
  ])('%s reads %s', (text, title) => {
    expect(productTitle(text)).toBe(title)
  })

  test('of one product have one key', () => {
    expect(productKey('丁苯橡胶（ sbr ）')).toBe(productKey('丁苯橡胶(SBR)'))
    expect(productKey('丁苯橡胶')).not.toBe(productKey('丁腈橡胶'))
  })

  test.each([
    ['轮胎与橡胶-轮胎-斜交轮胎', '斜交轮胎'],
    ['大宗贸易---乙二醇贸易', '乙二醇贸易'],
    ['PA-66', 'PA-66'],
    ['4-氯丁酸甲酯', '4-氯丁酸甲酯'],
    ['KV-', 'KV-'],
    ['D-泛酸钙', 'D-泛酸钙'],
  ])('the last of the path %s is %s', (text, last) => {
    expect(lastOfPath(text)).toBe(last)
  })

  test.each([
    ['轮胎业务', '轮胎'],
    ['轮胎制造', '轮胎'],
    ['化肥系列产品', '化肥'],
    // What is made of rubber is no rubber; a single character names nothing.
    ['橡胶产品', null],
    ['水生产', null],
    ['轮胎', null],
  ])('the business %s is in %s', (text, product) => {
    expect(productOfBusiness(text)).toBe(product)
  })
})

describe('what is no product', () => {
  const standard = new Set([productKey('轮胎翻新'), productKey('轮胎检测')])

  test.each([
    ['平衡项目', 'account'],
    ['未分配项目', 'account'],
    ['技术服务费', 'account'],
    ['其他', 'residual'],
    ['其它业务', 'residual'],
    ['原材料', 'residual'],
    ['化工', 'residual'],
    ['境外', 'division'],
    ['华东地区', 'division'],
    ['海外分部', 'division'],
    ['贸易', 'activity'],
    ['技术转让', 'activity'],
    ['轮胎销售', 'activity'],
    ['房屋租赁', 'activity'],
    ['证券经纪业务', 'activity'],
    ['鲜鸡半只土豆适量', 'fragment'],
    ['者是纯橡胶', 'fragment'],
    ['橡胶制成', 'fragment'],
    ['KV-', 'fragment'],
    ['66', 'fragment'],
    ['每', 'fragment'],
  ])('%s is left out as %s', (name, rule) => {
    expect(leftOutBy(name, standard)?.id).toBe(rule)
  })

  test.each([
    '轮胎',
    '炭黑',
    '天然橡胶',
    '钢',
    'PVC',
    '服务器',
    '轮胎成型机',
    '和田玉',
    '对二甲苯',
    '含硫硅烷',
    '农产品',
    '等离子体',
  ])('%s is one', (name) => {
    expect(leftOutBy(name, standard)).toBeNull()
  })

  test('is a product all the same where a chain standard names it', () => {
    expect(leftOutBy('轮胎检测', new Set())?.id).toBe('activity')
    expect(leftOutBy('轮胎检测', standard)).toBeNull()
  })
})
