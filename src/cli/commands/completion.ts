import { command } from '../command.ts';

export const completionCommand = command({
  usage: 'completion <shell>',
  summary: 'Print a script that completes commands, options and their values in your shell',
  positionals: {
    shell: {
      choices: ['bash', 'zsh', 'fish', 'powershell'] as const,
      demandOption: true,
      describe: 'the shell that you type in',
    },
  },
  options: {},
  examples: [
    [
      'completion bash > ~/.local/share/bash-completion/completions/exchange-tls',
      'bash with bash-completion; else append to ~/.bashrc',
    ],
    ['completion zsh > ~/.zfunc/_exchange-tls', 'zsh: a folder of fpath, before compinit in ~/.zshrc'],
    ['completion fish > ~/.config/fish/completions/exchange-tls.fish', 'fish'],
    ['completion powershell | Out-String | Invoke-Expression', 'PowerShell: a line for $PROFILE'],
  ],
  run: async (args, shell) => (await import('../completion.ts')).showCompletion(args, shell),
});
