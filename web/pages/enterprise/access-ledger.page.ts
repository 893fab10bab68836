import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '企业可见账本',
  icon: 'ledger',
  order: 20,
  roles: ['enterprise'],
  scoped: false,
} satisfies PageDeclaration
