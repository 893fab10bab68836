import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '建模',
  icon: 'bars',
  order: 6,
  roles: [
    'province',
    'city',
    'county',
    'chain-office',
    'operator',
    'steward',
    'reviewer',
    'enterprise',
    'bank',
  ],
} satisfies PageDeclaration
