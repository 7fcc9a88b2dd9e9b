/** What each command does that is not among the everyday ones, by its one name. What is missing here says so (see docker.ts). */
import type { Verb } from './client.ts';
import { lateVerbs } from './lateVerbs.ts';

const { attachVerb } = lateVerbs(
	['attachVerb'],
	() => import('./container/attach.ts'),
	'container attach, attach',
);
const { commitVerb } = lateVerbs(
	['commitVerb'],
	() => import('./container/commit.ts'),
	'container commit, commit',
);
const { cpVerb } = lateVerbs(['cpVerb'], () => import('./container/cp.ts'), 'container cp, cp');
const { diffVerb } = lateVerbs(['diffVerb'], () => import('./container/diff.ts'), 'container diff, diff');
const { exportVerb } = lateVerbs(
	['exportVerb'],
	() => import('./container/export.ts'),
	'container export, export',
);
const { killVerb } = lateVerbs(['killVerb'], () => import('./container/kill.ts'), 'container kill, kill');
const { logsVerb } = lateVerbs(['logsVerb'], () => import('./container/logs.ts'), 'container logs, logs');
const { lsVerb } = lateVerbs(['lsVerb'], () => import('./container/ls.ts'), 'container ls, ps');
const { portVerb } = lateVerbs(['portVerb'], () => import('./container/port.ts'), 'container port, port');
const { renameVerb } = lateVerbs(
	['renameVerb'],
	() => import('./container/rename.ts'),
	'container rename, rename',
);
const { restartVerb } = lateVerbs(
	['restartVerb'],
	() => import('./container/restart.ts'),
	'container restart, restart',
);
const { statsVerb } = lateVerbs(
	['statsVerb'],
	() => import('./container/stats.ts'),
	'container stats, stats',
);
const { topVerb } = lateVerbs(['topVerb'], () => import('./container/top.ts'), 'container top, top');
const { updateVerb } = lateVerbs(
	['updateVerb'],
	() => import('./container/update.ts'),
	'container update, update',
);
const { waitVerb } = lateVerbs(['waitVerb'], () => import('./container/wait.ts'), 'container wait, wait');
const { buildVerb } = lateVerbs(['buildVerb'], () => import('./image/build.ts'), 'image build, build');
const { historyVerb } = lateVerbs(
	['historyVerb'],
	() => import('./image/history.ts'),
	'image history, history',
);
const { importVerb } = lateVerbs(['importVerb'], () => import('./image/import.ts'), 'image import, import');
const { lsVerb: lsImages } = lateVerbs(['lsVerb'], () => import('./image/ls.ts'), 'image ls, images');
const { rmVerb: rmImage } = lateVerbs(['rmVerb'], () => import('./image/rm.ts'), 'image rm, rmi');
const { loadVerb, saveVerb } = lateVerbs(
	['loadVerb', 'saveVerb'],
	() => import('./image/saving.ts'),
	'image load, load, image save, save',
);
const { tagVerb } = lateVerbs(['tagVerb'], () => import('./image/tag.ts'), 'image tag, tag');
const { pullVerb, pushVerb } = lateVerbs(
	['pullVerb', 'pushVerb'],
	() => import('./image/transfer.ts'),
	'image pull, pull, image push, push',
);
const { inspectAny, inspectContainer, inspectImage, inspectNetwork, inspectVolume } = lateVerbs(
	['inspectAny', 'inspectContainer', 'inspectImage', 'inspectNetwork', 'inspectVolume'],
	() => import('./inspect/verbs.ts'),
	'inspect, container inspect, image inspect, network inspect, volume inspect',
);
const network = lateVerbs(
	['connectVerb', 'createVerb', 'disconnectVerb', 'lsVerb', 'pruneVerb', 'rmVerb'],
	() => import('./network/verbs.ts'),
	'network connect, network create, network disconnect, network ls, network prune, network rm',
);
const { dfVerb } = lateVerbs(['dfVerb'], () => import('./system/df.ts'), 'system df');
const { eventsVerb } = lateVerbs(['eventsVerb'], () => import('./system/events.ts'), 'system events, events');
const { infoVerb } = lateVerbs(['infoVerb'], () => import('./system/info.ts'), 'system info, info');
const { loginVerb, logoutVerb, searchVerb } = lateVerbs(
	['loginVerb', 'logoutVerb', 'searchVerb'],
	() => import('./system/hub.ts'),
	'login, logout, search',
);
const { pruneContainersVerb, pruneImagesVerb, pruneSystemVerb } = lateVerbs(
	['pruneContainersVerb', 'pruneImagesVerb', 'pruneSystemVerb'],
	() => import('./system/prune.ts'),
	'container prune, image prune, system prune',
);
const { pruneBuilderVerb } = lateVerbs(
	['pruneBuilderVerb'],
	() => import('./system/builder.ts'),
	'builder prune',
);
const { versionVerb } = lateVerbs(['versionVerb'], () => import('./system/version.ts'), 'version');
const volume = lateVerbs(
	['createVerb', 'lsVerb', 'pruneVerb', 'rmVerb'],
	() => import('./volume/verbs.ts'),
	'volume create, volume ls, volume prune, volume rm',
);

export const verbs: Readonly<Record<string, Verb>> = {
	'builder prune': pruneBuilderVerb,
	'container attach': attachVerb,
	'container commit': commitVerb,
	'container cp': cpVerb,
	'container diff': diffVerb,
	'container export': exportVerb,
	'container inspect': inspectContainer,
	'container kill': killVerb,
	'container logs': logsVerb,
	'container ls': lsVerb,
	'container port': portVerb,
	'container prune': pruneContainersVerb,
	'container rename': renameVerb,
	'container restart': restartVerb,
	'container stats': statsVerb,
	'container top': topVerb,
	'container update': updateVerb,
	'container wait': waitVerb,
	'image build': buildVerb,
	'image history': historyVerb,
	'image import': importVerb,
	'image inspect': inspectImage,
	'image load': loadVerb,
	'image ls': lsImages,
	'image prune': pruneImagesVerb,
	'image pull': pullVerb,
	'image push': pushVerb,
	'image rm': rmImage,
	'image save': saveVerb,
	'image tag': tagVerb,
	'network connect': network.connectVerb,
	'network create': network.createVerb,
	'network disconnect': network.disconnectVerb,
	'network inspect': inspectNetwork,
	'network ls': network.lsVerb,
	'network prune': network.pruneVerb,
	'network rm': network.rmVerb,
	'system df': dfVerb,
	'system events': eventsVerb,
	'system info': infoVerb,
	'system prune': pruneSystemVerb,
	'volume create': volume.createVerb,
	'volume inspect': inspectVolume,
	'volume ls': volume.lsVerb,
	'volume prune': volume.pruneVerb,
	'volume rm': volume.rmVerb,
	inspect: inspectAny,
	login: loginVerb,
	logout: logoutVerb,
	search: searchVerb,
	version: versionVerb,
};
