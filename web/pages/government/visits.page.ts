import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '走访服务',
  icon: 'check',
  order: 5,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
} satisfies PageDeclaration
