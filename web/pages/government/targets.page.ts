import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '目标企业',
  icon: 'search',
  order: 3.5,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
  reads: ['chain', 'fusion', 'attraction'],
} satisfies PageDeclaration
