package dev.varve.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that the command line does not give: from the environment, where {@code --tls-cert} is
 * {@code VARVE_TLS_CERT}, or else from a properties file, where it is {@code tls-cert}.
 */
final class Defaults implements IDefaultValueProvider {
  private static final String CONFIG = "--config";
  private static final String PREFIX = "VARVE_";

  private final Map<String, String> environment;
  private final Properties file;

  private Defaults(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads the file that the arguments or the environment name, if they do.
   *
   * @throws UsageException if it has a name that is no option's
   */
  static Defaults of(CommandSpec command, Map<String, String> environment, String... arguments)
      throws IOException {
    Properties file = new Properties();
    Optional<Path> path = configFile(environment, arguments);
    if (path.isPresent()) {
      try (Reader reader = Files.newBufferedReader(path.get())) {
        file.load(reader);
      } catch (IllegalArgumentException e) {
        throw new UsageException(path.get() + ": " + e.getMessage());
      }
      requireKnown(command, path.get(), file);
    }
    return new Defaults(environment, file);
  }

  /** Needed before the arguments are parsed, for which the defaults must be known. */
  private static Optional<Path> configFile(Map<String, String> environment, String... arguments) {
    Optional<String> path = present(environment.get(variable(CONFIG)));
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(CONFIG + "=")) {
        path = Optional.of(arguments[i].substring(CONFIG.length() + 1));
      } else if (arguments[i].equals(CONFIG) && i + 1 < arguments.length) {
        path = Optional.of(arguments[i + 1]);
      }
    }
    return path.map(Path::of);
  }

  private static void requireKnown(CommandSpec command, Path path, Properties file) {
    TreeSet<String> unknown = new TreeSet<>(file.stringPropertyNames());
    unknown.removeAll(
        command.options().stream()
            .filter(Defaults::isSetting)
            .map(Defaults::name)
            .map(name -> name.substring(2))
            .collect(Collectors.toSet()));
    if (!unknown.isEmpty()) {
      throw new UsageException(
          path
              + ": there is no option "
              + String.join(", ", unknown)
              + " (tls-cert is --tls-cert)");
    }
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !isSetting(option)) {
      return null;
    }
    String name = name(option);
    return present(environment.get(variable(name)))
        .or(() -> present(file.getProperty(name.substring(2))))
        .orElse(null);
  }

  private static boolean isSetting(OptionSpec option) {
    return !option.usageHelp() && !option.versionHelp() && !name(option).equals(CONFIG);
  }

  private static Optional<String> present(String text) {
    return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
  }

  private static String name(OptionSpec option) {
    return option.longestName();
  }

  private static String variable(String name) {
    return PREFIX + name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
