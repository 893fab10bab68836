import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '五图五清单',
  icon: 'catalogue',
  order: 2.3,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
  reads: ['chain', 'fusion', 'metric:*', 'dataset:public/honour', 'dataset:enterprise/annual-report'],
} satisfies PageDeclaration
