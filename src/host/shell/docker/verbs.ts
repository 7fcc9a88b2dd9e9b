/** What each command does, by its one name. What is missing here says so (see docker.ts). */
import type { Verb } from './client.ts';
import { attachVerb } from './container/attach.ts';
import { commitVerb } from './container/commit.ts';
import { cpVerb } from './container/cp.ts';
import { createVerb } from './container/create.ts';
import { diffVerb } from './container/diff.ts';
import { execVerb } from './container/exec.ts';
import { exportVerb } from './container/export.ts';
import { killVerb } from './container/kill.ts';
import { logsVerb } from './container/logs.ts';
import { lsVerb } from './container/ls.ts';
import { pauseVerb, unpauseVerb } from './container/pause.ts';
import { portVerb } from './container/port.ts';
import { renameVerb } from './container/rename.ts';
import { restartVerb } from './container/restart.ts';
import { rmVerb } from './container/rm.ts';
import { runVerb } from './container/run.ts';
import { startVerb } from './container/start.ts';
import { statsVerb } from './container/stats.ts';
import { stopVerb } from './container/stop.ts';
import { topVerb } from './container/top.ts';
import { updateVerb } from './container/update.ts';
import { waitVerb } from './container/wait.ts';
import { buildVerb } from './image/build.ts';
import { historyVerb } from './image/history.ts';
import { importVerb } from './image/import.ts';
import { lsVerb as lsImages } from './image/ls.ts';
import { rmVerb as rmImage } from './image/rm.ts';
import { loadVerb, saveVerb } from './image/saving.ts';
import { tagVerb } from './image/tag.ts';
import { pullVerb, pushVerb } from './image/transfer.ts';
import {
	inspectAny,
	inspectContainer,
	inspectImage,
	inspectNetwork,
	inspectVolume,
} from './inspect/verbs.ts';
import * as network from './network/verbs.ts';
import { dfVerb } from './system/df.ts';
import { eventsVerb } from './system/events.ts';
import { infoVerb } from './system/info.ts';
import { loginVerb, logoutVerb, searchVerb } from './system/hub.ts';
import { pruneContainersVerb, pruneImagesVerb, pruneSystemVerb } from './system/prune.ts';
import { versionVerb } from './system/version.ts';
import * as volume from './volume/verbs.ts';

export const verbs: Readonly<Record<string, Verb>> = {
	'container attach': attachVerb,
	'container commit': commitVerb,
	'container cp': cpVerb,
	'container create': createVerb,
	'container diff': diffVerb,
	'container exec': execVerb,
	'container export': exportVerb,
	'container inspect': inspectContainer,
	'container kill': killVerb,
	'container logs': logsVerb,
	'container ls': lsVerb,
	'container pause': pauseVerb,
	'container port': portVerb,
	'container prune': pruneContainersVerb,
	'container rename': renameVerb,
	'container restart': restartVerb,
	'container rm': rmVerb,
	'container run': runVerb,
	'container start': startVerb,
	'container stats': statsVerb,
	'container stop': stopVerb,
	'container top': topVerb,
	'container unpause': unpauseVerb,
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
