package dev.varve.tools;

import picocli.CommandLine.Command;

/** {@code varve keys}; it does nothing alone. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Users, access keys and policies of a database, for a server that wants signatures.",
      "A server that runs notices a change within a second. The first key belongs to admin, who may do everything;"
          + " others may do what their policies allow."
    },
    footer = {
      "",
      "Environment: VARVE_MASTER_KEY, 64 hexadecimal digits, seals the secrets where",
      "it is given; otherwise a key in DIR/identity/master-key does."
    },
    subcommands = {
      KeysCreateCommand.class,
      KeysListCommand.class,
      KeysChangeCommands.Deactivate.class,
      KeysChangeCommands.Activate.class,
      KeysChangeCommands.Delete.class,
      KeysChangeCommands.DeleteUser.class,
      KeysPolicyCommand.class,
      KeysIssuerCommand.class,
      KeysRoleCommand.class
    })
final class KeysCommand {}
