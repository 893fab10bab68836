import type { PageDeclaration } from '../../shell/page.ts'

export default { title: '企业迁移预警', icon: 'move', order: 4, wall: true } satisfies PageDeclaration
