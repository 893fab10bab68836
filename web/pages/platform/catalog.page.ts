import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '编目',
  icon: 'catalogue',
  order: 0,
  roles: [
    'province',
    'city',
    'county',
    'chain-office',
    'enterprise',
    'bank',
    'operator',
    'steward',
    'security-admin',
    'reviewer',
  ],
  scoped: false,
} satisfies PageDeclaration
