import { type IpAssignment } from '../repositories/ip-assignment.repository';
import { type IpPool } from '../repositories/ip-pool.repository';
import { type IpAssignmentDto, type IpPoolDto } from './dto/ip-pool.dto';

export const presentPool = (pool: IpPool): IpPoolDto => ({ ...pool });

export const presentAssignment = (assignment: IpAssignment): IpAssignmentDto => ({ ...assignment });
