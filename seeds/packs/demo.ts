import type { Pack } from '../../connectors/contract.ts'

export default {
  title: '演示：广饶轮胎产业集群',
  summary:
    '虚构的轮胎产业集群：约 3000 家企业、2023 年 11 月至 2026 年 10 月的逐月数据。企业、交易和数值均为虚构，信用代码第 9 至 12 位为 DEM0。',
  demonstration: true,
  needsDataFolder: false,
  connectors: [
    { id: 'public/division-package' },
    { id: 'public/boundary-shandong' },
    { id: 'public/demo-enterprise-registration' },
    { id: 'public/demo-registration-change' },
    { id: 'enterprise/demo-supply-transaction' },
  ],
} satisfies Pack
