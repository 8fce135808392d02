package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.SSEDescription;
import dev.varve.dynamodb.api.SSESpecification;
import dev.varve.dynamodb.api.SSEStatus;
import dev.varve.dynamodb.api.SSEType;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.error.ValidationException;

/** The settings of encryption at rest, which are kept and shown. */
final class Encryption {
  private Encryption() {}

  /**
   * Checks settings.
   *
   * @param encryption null for none
   */
  static void check(SSESpecification encryption) {
    if (encryption != null && encryption.sseType() == SSEType.AES256) {
      throw ValidationException.invalidValues("SSEType AES256 is not supported");
    }
  }

  /**
   * Keeps settings: none for the default encryption.
   *
   * @param encryption null for no change
   */
  static void apply(SSESpecification encryption, TableDescription.Builder description) {
    if (encryption == null) {
      return;
    }
    description.sseDescription(
        Boolean.TRUE.equals(encryption.enabled())
            ? SSEDescription.builder()
                .status(SSEStatus.ENABLED)
                .sseType(SSEType.KMS)
                .kmsMasterKeyArn(encryption.kmsMasterKeyId())
                .build()
            : null);
  }
}
