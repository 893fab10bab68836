import { describe, expect, test } from 'vitest'
import { rules } from '../../server/alerts/registry.ts'

describe('规则', () => {
  test('四条都在，各有标题、口径和数据集', () => {
    expect([...rules.keys()]).toEqual([
      'address-moved-out',
      'early-migration-score',
      'electricity-anomaly',
      'single-source-segment',
    ])
    for (const one of rules.values()) {
      expect(one.title.length).toBeGreaterThan(3)
      expect(one.definition.length).toBeGreaterThan(20)
      expect(one.datasets.length).toBeGreaterThan(0)
    }
  })

  test('下一步只有服务与了解，没有任何阻碍迁移的字样（公平竞争审查条例）', () => {
    const draft = {
      key: '',
      title: '',
      message: '',
      subject: { kind: 'enterprise' as const, id: 'rubber-tyre/x', name: '' },
      region: null,
      occurredOn: '2026-10-01',
      evidence: [],
    }
    for (const one of rules.values()) {
      const words = `${one.title}${one.definition}${one.action(draft, 'actual').title}`
      expect(words).not.toMatch(/阻止|阻拦|拦截|禁止|限制|劝返|劝留|不予|暂缓|冻结|扣留|挽留/u)
      expect(one.action(draft, 'actual').title).toMatch(/走访|回访|查看/u)
    }
  })
})
