/** docker system COMMAND, docker context COMMAND and what stands alone (docker/cli: cli/command/system, registry, context). */
export const systemCommands = String.raw`
= system df
0 [OPTIONS]
Show docker disk usage
26:format=string %table
20:format=string Pretty-print images using a Go template
-v verbose Show detailed information on space usage
= system events, events
0 [OPTIONS]
Get real time events from the server
-f filter=filter Filter output based on conditions provided
26:format=string %json
20:format=string %go
since=string Show all events created since timestamp
until=string Stream events until this timestamp
= system info, info
0 [OPTIONS]
Display system-wide information
26:-f format=string %json
20:-f format=string %go
= system prune
0 [OPTIONS]
Remove unused data
-a all Remove all unused images not just dangling ones
26:filter=filter Provide filter values (e.g. "label=<key>=<value>")
20:filter=filter Provide filter values (e.g. 'label=<key>=<value>')
-f force Do not prompt for confirmation
26:volumes Prune anonymous volumes
20:volumes Prune volumes
= login
-1 [OPTIONS] [SERVER]
26:Log in to a registry
20:Log in to a Docker registry
26:"Log in to a registry.\nIf no server is specified, the default is defined by the daemon.
20:"Log in to a Docker registry.\nIf no server is specified, the default is defined by the daemon.
-p password=string Password
password-stdin Take the password from stdin
-u username=string Username
= logout
-1 [SERVER]
26:Log out from a registry
20:Log out from a Docker registry
26:"Log out from a registry.\nIf no server is specified, the default is defined by the daemon.
20:"Log out from a Docker registry.\nIf no server is specified, the default is defined by the daemon.
= search
1 [OPTIONS] TERM
26:Search Docker Hub for images
20:Search the Docker Hub for images
-f filter=filter Filter output based on conditions provided
format=string Pretty-print search using a Go template
26:limit=int Max number of search results
20:limit=int Max number of search results (default 25)
no-trunc Don't truncate output
= inspect
1+ [OPTIONS] NAME|ID [NAME|ID...]
Return low-level information on Docker objects
26:-f format=string %json
20:-f format=string %go
-s size Display total file sizes if the type is container
type=string Return JSON for specified type
= version
0 [OPTIONS]
Show the Docker version information
26:-f format=string %json
20:-f format=string %go
20:kubeconfig=string Kubernetes config file
= context inspect
0+ [OPTIONS] [CONTEXT] [CONTEXT...]
Display detailed information on one or more contexts
26:-f format=string %json
20:-f format=string %go
= context ls list
0 [OPTIONS]
List contexts
26:format=string %table
20:format=string Pretty-print contexts using a Go template
-q quiet Only show context names
= context show
26:0 
26:Print the name of the current context
= context use
1 CONTEXT
Set the current docker context
`;
