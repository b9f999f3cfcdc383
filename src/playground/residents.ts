/** Those who live in the playground's server. Nobody plays them; their ids never change, for a kept database. */
export const RESIDENTS = {
  ravi: { id: '1000000000000000011', username: 'ravi', displayName: 'Ravi Menon' },
  lena: { id: '1000000000000000012', username: 'lena', displayName: 'Lena Fischer' },
  kofi: { id: '1000000000000000013', username: 'kofi', displayName: 'Kofi Mensah' },
  yuki: { id: '1000000000000000014', username: 'yuki', displayName: 'Yuki Tanaka' },
  sofia: { id: '1000000000000000015', username: 'sofia', displayName: 'Sofía Herrera' },
  noor: { id: '1000000000000000016', username: 'noor', displayName: 'Noor Haddad' },
  jonas: { id: '1000000000000000017', username: 'jonas', displayName: 'Jonas Berg' },
  amara: { id: '1000000000000000018', username: 'amara', displayName: 'Amara Diallo' },
} as const;

export type Resident = keyof typeof RESIDENTS;

/** A command, something said in the channel, or a button on the last answer. */
export type Deed = string | { readonly press: string };

export interface Moment {
  /** Before the story's end; later moments have fewer. */
  readonly daysAgo: number;
  /** What each does, one deed after the other; beside the others. */
  readonly deeds: Readonly<Partial<Record<Resident, readonly Deed[]>>>;
}

const COHORT = 'Basecamp';

const share = { press: 'Share' } as const;
const arrive = (hoursPerWeek: number): readonly Deed[] => [
  `/join pathway:backend-to-ai-infrastructure hours:${hoursPerWeek}`,
  `/cohort join cohort:${COHORT}`,
];
const byName = '/profile edit visibility:named';

/**
 * Five weeks of a study group, as its members lived them: most by name, one under an alias, one hidden, one who chose
 * nothing and is named in the cohort alone.
 */
export const STORY: readonly Moment[] = [
  {
    daysAgo: 35.2,
    deeds: {
      ravi: [
        '/join pathway:backend-to-ai-infrastructure hours:12',
        byName,
        `/cohort create name:${COHORT} pathway:backend-to-ai-infrastructure`,
        `/cohort goal tasks:4 cohort:${COHORT}`,
      ],
    },
  },
  {
    daysAgo: 35,
    deeds: {
      ravi: [`/cohort join cohort:${COHORT}`, 'Morning, all! Basecamp is open: one step at a time.'],
      lena: [...arrive(15), byName],
      kofi: [...arrive(10), byName],
      yuki: [...arrive(8), byName],
      sofia: [...arrive(12), '/profile edit visibility:alias name:"Quiet Summit"'],
      noor: [...arrive(10), '/profile edit visibility:hidden'],
    },
  },
  { daysAgo: 33.1, deeds: { lena: ['/done task:cka-course link:https://example.org/lena/cka', share] } },
  { daysAgo: 31.4, deeds: { sofia: ['/done task:kubeadm-cluster'], amara: arrive(6) } },
  { daysAgo: 30.2, deeds: { kofi: ['/done task:kubeadm-cluster', share] } },
  {
    daysAgo: 28.6,
    deeds: { noor: ['/done task:cka-course'], lena: ['/done task:kubeadm-cluster'] },
  },
  { daysAgo: 26.3, deeds: { ravi: ['/done task:cka-course'], yuki: ['/done task:pandas-pipeline', share] } },
  {
    daysAgo: 24.5,
    deeds: { kofi: ['Does anybody have the device plugin running on spot nodes?'] },
  },
  {
    daysAgo: 24.4,
    deeds: { lena: ['/done task:gpu-pod', share, 'Yes! Taints and a node selector did it for me.'] },
  },
  { daysAgo: 22, deeds: { jonas: [...arrive(10), byName], sofia: ['/done task:cka-course'] } },
  { daysAgo: 20.7, deeds: { kofi: ['/done task:gpu-pod'], amara: ['/done task:pandas-pipeline'] } },
  { daysAgo: 18.2, deeds: { ravi: ['/done task:kubeadm-cluster'], lena: ['/done task:pandas-pipeline'] } },
  { daysAgo: 16.9, deeds: { noor: ['/done task:gpu-pod'], yuki: ['/done task:kubeadm-cluster'] } },
  {
    daysAgo: 14.3,
    deeds: { jonas: ['/done task:kubeadm-cluster', share, 'Slower than I hoped, but it stands.'] },
  },
  { daysAgo: 13.1, deeds: { sofia: ['/done task:pandas-pipeline'], kofi: ['/done task:cka-course'] } },
  { daysAgo: 11.5, deeds: { lena: ['/done task:gpu-instance'], amara: ['/done task:kubeadm-cluster'] } },
  { daysAgo: 9.4, deeds: { ravi: ['/done task:gpu-pod'], noor: ['/done task:pandas-pipeline'] } },
  { daysAgo: 8.2, deeds: { jonas: ['/done task:gpu-pod'], yuki: ['/done task:cka-course'] } },
  {
    daysAgo: 6.1,
    deeds: {
      kofi: ['/done task:pandas-pipeline', share, 'Phase one done. Thank you all for the push!'],
      sofia: ['/done task:gpu-pod'],
    },
  },
  { daysAgo: 4.3, deeds: { lena: ['/done task:pytorch-container'], jonas: ['/done task:pandas-pipeline'] } },
  { daysAgo: 2.6, deeds: { ravi: ['/done task:pandas-pipeline'], noor: ['/done task:gpu-instance'] } },
  { daysAgo: 1.2, deeds: { yuki: ['/done task:gpu-pod'], sofia: ['/done task:gpu-instance'] } },
  {
    daysAgo: 0.08,
    deeds: {
      ravi: [`/cohort board cohort:${COHORT}`],
      lena: ['/done task:minio-on-kubernetes', share],
    },
  },
  { daysAgo: 0.04, deeds: { kofi: ['/done task:gpu-instance'], amara: ['/done task:gpu-pod'] } },
  {
    daysAgo: 0.02,
    deeds: { jonas: ['/done task:gpu-instance'], lena: ['MinIO is up, with persistent volumes. Onwards!'] },
  },
];
