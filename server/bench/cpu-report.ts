// Preloaded into every server that is measured: says how much CPU time its process has used when it is asked.

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: (user + system) / 1000 })
})
// being asked is no reason to stay alive
process.channel?.unref()
