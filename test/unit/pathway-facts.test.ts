import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPathways } from '../../src/content/load-pathways.ts';
import type { Pathway } from '../../src/domain/pathway.ts';

const directory = fileURLToPath(new URL('../../data/pathways', import.meta.url));

let pathway: Pathway;
beforeAll(async () => {
  const found = (await loadPathways(directory)).find(({ id }) => id === 'backend-to-ai-infrastructure');
  if (found === undefined) throw new Error('the first pathway is missing');
  pathway = found;
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Every text a member can read, without ids, references and addresses. */
function prose(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => key !== 'id' && key !== 'url')
    .flatMap(([, child]) => prose(child));
}

/** `words` as the start of words, so that "Ray" is not found in "array" nor "AWS" in "draws". */
function expectWords(value: unknown, words: readonly string[]) {
  const text = prose(value).join('\n');
  const missing = words.filter((word) => {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return !new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{Ll}\\d])`, 'u').test(text);
  });
  expect(missing, `missing from: ${text}`).toEqual([]);
}

describe('header', () => {
  test('names, difficulty and figures', () => {
    expect(pathway).toMatchObject({
      from: 'Backend Developer',
      to: 'AI Infrastructure Engineer',
      headline: 'A nine-month plan',
      difficulty: 'Moderate',
      timelineMonths: { min: 9, max: 12 },
      salaryChangePercent: 40,
    });
  });

  test('demand', () => {
    expectWords(pathway.demand, [
      'explosively',
      'Big tech',
      'AI start-ups',
      'dedicated infrastructure teams',
      'among the hardest roles to fill',
      'secure and well paid',
    ]);
  });

  test('overview', () => {
    expectWords(pathway.overview, [
      'APIs',
      'databases',
      'cloud',
      'scalable architecture',
      'latency',
      'throughput',
      'fault tolerance',
      '“users”',
      'models',
      'petabytes',
      'thousands of GPUs',
      'Distributed systems, DevOps and cloud carry over',
      'building a model and running it in production',
      '28 weeks',
      '9–12 months',
      'full pace',
      'Your own pace',
    ]);
  });
});

describe('skills', () => {
  test('five that transfer', () => {
    expect(pathway.transferableSkills.map(({ name }) => name)).toEqual([
      'API development',
      'Cloud platforms (AWS/GCP)',
      'SQL and NoSQL databases',
      'System architecture',
      'DevOps and CI/CD',
    ]);
  });

  test.each<[index: number, did: string[], becomes: string[]]>([
    [
      0,
      ['REST', 'gRPC', 'front ends', 'request and response design', 'versioning', 'load balancing'],
      ['inference endpoints', 'data-pipeline APIs', 'cluster-management interfaces'],
    ],
    [
      1,
      ['EC2', 'RDS', 'S3', 'GCS', 'cost optimisation'],
      ['GPU instances', 'P4d', 'A100', 'Kubernetes', 'EKS', 'GKE', 'storage', 'FSx', 'Cloud Filestore'],
    ],
    [
      2,
      ['schemas', 'indexes', 'queries'],
      [
        'metadata tracking',
        'MLflow',
        'feature stores',
        'Feast',
        'experiment logs',
        'artifacts',
        'hyperparameters',
        'metrics',
      ],
    ],
    [
      3,
      ['microservices', 'scaled', 'failure modes'],
      ['sharding', 'replication', 'consistency', 'GPU failures', 'network partitions'],
    ],
    [
      4,
      ['Docker', 'CI/CD', 'monitoring', 'Terraform', 'Ansible'],
      ['MLOps', 'training', 'evaluation', 'deployment', 'GPU clusters', 'storage', 'provisioned'],
    ],
  ])('transferable skill %i: what it was and what it becomes', (index, did, becomes) => {
    const skill = pathway.transferableSkills[index];
    expectWords(skill?.did, did);
    expectWords(skill?.becomes, becomes);
  });

  test('six to learn, by priority: 31 skill weeks in all', () => {
    expect(pathway.skills.map(({ name, priority, weeks }) => [name, priority, weeks])).toEqual([
      ['Kubernetes (advanced)', 'critical', 8],
      ['Python for data and ML systems', 'critical', 6],
      ['GPU and accelerator management', 'important', 4],
      ['Distributed storage systems', 'important', 6],
      ['Networking for high-performance computing', 'nice-to-have', 4],
      ['ML workflow orchestration', 'nice-to-have', 3],
    ]);
    expect(sum(pathway.skills.map(({ weeks }) => weeks))).toBe(31);
  });

  test.each<[index: number, what: string[], study: string[], practice: string[]]>([
    [
      0,
      ['GPU scheduling', 'NVIDIA device plugin', 'node pools', 'cluster autoscaling', 'CKA certificate'],
      ['KodeKloud', 'CKA course'],
      ['multi-node cluster', 'your own cloud account'],
    ],
    [
      1,
      ['NumPy', 'Pandas', 'data-loading patterns', 'PyTorch', 'data loading', 'distributed training APIs'],
      ['Udemy: Python for Data Science and Machine Learning'],
      ['small pipeline', 'simulates model training'],
    ],
    [
      2,
      ['CUDA cores', 'GPU memory', 'NVLink', 'NVIDIA drivers', 'nvidia-docker', 'GPU Operator', 'Kubernetes'],
      ['NVIDIA', 'GPU Operator documentation'],
      ['PyTorch training script', 'AWS p3.2xlarge', 'nvidia-smi'],
    ],
    [
      3,
      ['Parallel file systems', 'Lustre', 'GPFS', 'object storage', 'MinIO', 'caching', 'Alluxio'],
      ['“Distributed Storage: Concepts and Algorithms” by Alex Petrov'],
      ['small MinIO cluster', 'checkpoints', 'Kubernetes pod'],
    ],
    [
      4,
      ['InfiniBand', 'RDMA', 'RoCE', 'TCP tuning'],
      ['Mellanox documentation', 'Coursera: High-Performance Computing (University of Illinois)'],
      ['NCCL tests', 'multi-GPU instance'],
    ],
    [
      5,
      ['Kubeflow', 'Airflow', 'Prefect'],
      ['Kubeflow Pipelines tutorial', 'Google Cloud', 'AI Platform'],
      ['preprocesses', 'trains', 'deploys', 'API'],
    ],
  ])('skill %i: what, study and practice', (index, what, study, practice) => {
    const skill = pathway.skills[index];
    expectWords(skill?.what, what);
    expectWords(skill?.study, study);
    expectWords(skill?.practice, practice);
  });

  test('every skill is trained by some task', () => {
    const trained = new Set(pathway.phases.flatMap(({ tasks }) => tasks.flatMap(({ skills }) => skills)));
    const all = [...pathway.skills, ...pathway.transferableSkills].map(({ id }) => id);
    expect([...trained].sort()).toEqual(all.sort());
  });
});

describe('phases', () => {
  test('five, in this order, 28 weeks in all', () => {
    expect(pathway.phases.map(({ title, weeks }) => [title, weeks])).toEqual([
      ['Foundations: Kubernetes and Python in depth', 8],
      ['GPU and storage specialisation', 6],
      ['Distributed systems and networking', 6],
      ['MLOps and orchestration', 4],
      ['Portfolio and job search', 4],
    ]);
    expect(sum(pathway.phases.map(({ weeks }) => weeks))).toBe(28);
  });

  test('20 tasks and 15 resources: 4 and 3 in every phase', () => {
    expect(pathway.phases.map(({ tasks, resources }) => [tasks.length, resources.length])).toEqual(
      Array.from({ length: 5 }, () => [4, 3]),
    );
  });

  test('28 weeks at full pace; beside a job within the timeline', () => {
    const hours = sum(pathway.phases.flatMap(({ tasks }) => tasks.map((task) => task.hours)));
    expect(hours / pathway.fullPaceHoursPerWeek).toBe(28);
    const months = hours / pathway.defaultHoursPerWeek / (365.25 / 7 / 12);
    expect(months).toBeGreaterThanOrEqual(pathway.timelineMonths.min);
    expect(months).toBeLessThanOrEqual(pathway.timelineMonths.max);
  });

  test.each<[phase: number, tasks: string[][]]>([
    [
      0,
      [
        ['CKA prep course', 'KodeKloud', 'A Cloud Guru'],
        ['multi-node cluster', 'kubeadm', 'cloud VMs'],
        ['NVIDIA device plugin', 'GPU pod'],
        ['Python script', 'simulates a data pipeline', 'Pandas', 'NumPy'],
      ],
    ],
    [
      1,
      [
        ['AWS GPU instance', 'p3.2xlarge', 'nvidia-smi', 'CUDA samples'],
        ['nvidia-docker', 'PyTorch training script', 'container'],
        ['MinIO on Kubernetes', 'persistent volumes'],
        ['Read', 'Lustre', 'GPFS', 'architecture'],
      ],
    ],
    [
      2,
      [
        ['NCCL', 'NCCL tests', 'multi-GPU instance'],
        ['InfiniBand', 'RoCE', 'TCP tuning'],
        ['PyTorch DDP (Distributed Data Parallel) training job'],
        ['FastAPI inference service', 'Kubernetes'],
      ],
    ],
    [
      3,
      [
        ['Kubeflow pipeline', 'ingestion', 'training', 'evaluation', 'deployment'],
        ['MLflow', 'experiment tracking', 'model registry'],
        ['Prometheus', 'Grafana', 'GPU utilisation', 'cluster health'],
        ['Terraform scripts', 'GPU cluster', 'AWS'],
      ],
    ],
    [
      4,
      [
        ['open-source AI infrastructure project', 'Kubeflow', 'Ray', 'MLflow'],
        ['blog post', 'building a GPU cluster for distributed training'],
        ['résumé', 'keywords', 'GPU', 'Kubernetes', 'distributed storage', 'NCCL'],
        ['AI infrastructure roles', 'NVIDIA', 'OpenAI', 'Google DeepMind', 'start-ups'],
      ],
    ],
  ])('tasks of phase %i', (phase, tasks) => {
    tasks.forEach((words, index) => {
      const task = pathway.phases[phase]?.tasks[index];
      expectWords([task?.title, task?.about, task?.done], words);
    });
  });

  test('resources, with an address only where one is known', () => {
    expect(
      pathway.phases.map(({ resources }) => resources.map(({ title, url }) => [title, url ?? null])),
    ).toEqual([
      [
        [
          'KodeKloud: Certified Kubernetes Administrator course',
          'https://kodekloud.com/courses/cka-certification-course-certified-kubernetes-administrator/',
        ],
        [
          'Kubernetes documentation: “Scheduling GPUs”',
          'https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/',
        ],
        [
          'Udemy: Python for Data Science and Machine Learning',
          'https://www.udemy.com/course/python-for-data-science-and-machine-learning-bootcamp/',
        ],
      ],
      [
        [
          'NVIDIA GPU Operator documentation',
          'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/',
        ],
        ['MinIO quickstart guide', null],
        ['AWS workshop: running PyTorch on Amazon EKS', null],
      ],
      [
        ['NVIDIA NCCL documentation', 'https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/'],
        ['Coursera: High-Performance Computing (University of Illinois)', null],
        ['PyTorch distributed tutorials', 'https://docs.pytorch.org/tutorials/beginner/dist_overview.html'],
      ],
      [
        ['Kubeflow Pipelines documentation', 'https://www.kubeflow.org/docs/components/pipelines/'],
        ['MLflow documentation', 'https://mlflow.org/docs/latest/'],
        ['Terraform: provisioning EKS with GPU nodes', null],
      ],
      [
        ['GitHub: the awesome-mlops list', 'https://github.com/visenger/awesome-mlops'],
        ['LinkedIn: AI Infrastructure Engineer postings', null],
        ['Hacker News: “Who is hiring?” threads', 'https://news.ycombinator.com/submitted?id=whoishiring'],
      ],
    ]);
  });

  test('every resource helps with some task', () => {
    const used = new Set(pathway.phases.flatMap(({ tasks }) => tasks.flatMap(({ resources }) => resources)));
    const all = pathway.phases.flatMap(({ resources }) => resources.map(({ id }) => id));
    expect([...used].sort()).toEqual(all.sort());
  });
});

describe('reality check, action plan, FAQ', () => {
  test.each<[kind: keyof Pathway['realityCheck'], items: string[][]]>([
    [
      'loved',
      [
        ['speed AI research and products up'],
        ['State-of-the-art hardware', 'A100/H100', 'fast interconnects', 'scaling problems', 'new'],
        ['High pay', 'job security'],
        ['centre of the AI shift', 'reaches millions'],
      ],
    ],
    [
      'missed',
      [
        ['quick user feedback', 'consumer APIs'],
        ['web frameworks', 'Node.js', 'Ruby on Rails', 'easier debugging'],
        ['predictability', 'ordinary deployments', 'experimental', 'ML infrastructure'],
        ['Business logic', 'product features'],
      ],
    ],
    [
      'challenges',
      [
        ['steep', 'GPU internals', 'CUDA', 'distributed training'],
        ['Distributed failures', 'NCCL timeouts', 'GPU memory leaks', 'hard to reproduce'],
        ['Dependencies', 'ML frameworks', 'drivers', 'hardware'],
        ['fast-moving tools', 'Kubeflow', 'Ray', 'Triton Inference Server', 'production stays stable'],
      ],
    ],
  ])('reality check: %s', (kind, items) => {
    expect(pathway.realityCheck[kind]).toHaveLength(items.length);
    items.forEach((words, index) => {
      expectWords(pathway.realityCheck[kind][index]?.text, words);
    });
  });

  test('every reality-check item is heard on entering some phase', () => {
    const heard = new Set(pathway.phases.flatMap(({ realityCheck }) => realityCheck));
    const all = Object.values(pathway.realityCheck).flatMap((items) => items.map(({ id }) => id));
    expect([...heard].sort()).toEqual(all.sort());
  });

  test.each<[span: keyof Pathway['actionPlan'], items: string[][]]>([
    [
      'thisWeek',
      [
        ['free-tier account', 'AWS', 'GCP', 'Azure', 'small GPU instance', 'nvidia-smi'],
        ['Docker', 'simple PyTorch container', 'GPU', 'nvidia-docker'],
        ['Bookmark', 'Kubernetes page on GPU scheduling', 'CKA syllabus'],
      ],
    ],
    [
      'thisMonth',
      [
        ['structured CKA course', 'KodeKloud', 'A Cloud Guru', 'first 30 %'],
        ['local cluster', 'Minikube', 'Kind', 'sample application'],
        ['first three chapters', '“Designing Data-Intensive Applications” by Martin Kleppmann'],
      ],
    ],
    [
      'next90Days',
      [
        ['Pass the CKA exam'],
        ['personal project', 'distributed training job', 'BERT', 'multi-node GPU cluster', 'Kubernetes'],
        ['blog post', 'GitHub repository', 'LinkedIn'],
      ],
    ],
  ])('action plan: %s', (span, items) => {
    expect(pathway.actionPlan[span]).toHaveLength(items.length);
    items.forEach((words, index) => {
      expectWords(pathway.actionPlan[span][index], words);
    });
  });

  test('one question, on salary, with every figure', () => {
    expect(pathway.faq).toHaveLength(1);
    expectWords(pathway.faq, [
      'salary',
      '$85k–$140k',
      '$140k–$240k',
      '$150k–$180k',
      'GPU management',
      'distributed systems',
      'demand',
      'grow quickly',
    ]);
  });
});
