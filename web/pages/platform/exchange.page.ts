import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '交换共享',
  icon: 'exchange',
  order: 8,
  roles: [
    'province',
    'city',
    'county',
    'chain-office',
    'enterprise',
    'bank',
    'operator',
    'steward',
    'reviewer',
  ],
  scoped: false,
} satisfies PageDeclaration
