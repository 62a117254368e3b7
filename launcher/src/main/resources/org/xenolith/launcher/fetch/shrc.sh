# SPDX-License-Identifier: Apache-2.0
# Read by every interactive shell. The shell runs busybox's own commands before those in /bin, and without force they
# would signal an init that does not listen.
alias poweroff='busybox poweroff -f'
alias reboot='busybox reboot -f'
alias halt='busybox halt -f'
