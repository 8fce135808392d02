package dev.varve.protocol;

import java.util.Map;
import java.util.Optional;

/**
 * Who makes a call, as far as his request tells.
 *
 * @param account what he signs for: twelve digits
 * @param region what he signs for
 * @param keyId of the access key, if there is one
 * @param user the name of the user, if there are users
 * @param arn the principal, as errors and policies name it
 * @param session what policies know beside it, such as {@code aws:username} or {@code
 *     accounts.example.com:sub}
 */
public record Caller(
    String account,
    String region,
    Optional<String> keyId,
    Optional<String> user,
    String arn,
    Map<String, String> session) {}
