import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import { type EndpointFields, EVENT_TYPES } from '#payments';

const TYPES_LIMIT = 50;

class EndpointOptions {
  @IsOptional()
  @IsString()
  description?: string | null;

  /** Empty for all. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TYPES_LIMIT)
  @IsIn(EVENT_TYPES, { each: true, message: `each value in $property must be one of ${EVENT_TYPES.join(', ')}.` })
  types?: string[];

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

export class CreateEndpointDto extends EndpointOptions {
  @IsString()
  url: string;
}

export class ChangeEndpointDto extends EndpointOptions {
  @IsOptional()
  @IsString()
  url?: string;
}

/** What was said, without what was not: an absent field stays as it is, a null description is taken away. */
export function toEndpointFields({ url, description, types, enabled }: ChangeEndpointDto): EndpointFields {
  return {
    ...(url == null ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(types == null ? {} : { types }),
    ...(enabled == null ? {} : { enabled }),
  };
}
